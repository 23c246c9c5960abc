SELECT (SELECT row_to_json(t1) AS row_to_json_1 
FROM (SELECT 'customer_' || CAST(t0.id AS TEXT) AS "id", t0.name AS "name" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.id = $2::UUID) AS t1) AS f0, (SELECT row_to_json(t3) AS row_to_json_2 
FROM (SELECT 'Order'::text AS "__typename", 'order_' || CAST(t2.id AS TEXT) AS "id", t2.status AS "status", json_build_object('amount'::text, CAST(t2.total_minor * CASE WHEN (t2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t2.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t2.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, t2.total_currency) AS "total" 
FROM "order" AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.id = $3::UUID) AS t3) AS f1, (SELECT row_to_json(t5) AS row_to_json_3 
FROM (SELECT 'order_item_' || CAST(t4.id AS TEXT) AS "id", t4.quantity AS "quantity" 
FROM order_item AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.id = $4::UUID) AS t5) AS f2, (SELECT row_to_json(t7) AS row_to_json_4 
FROM (SELECT t6.name AS "name", t6.position AS "position" 
FROM segment AS t6 
WHERE t6.tenant_id = $1::UUID AND t6.id = $5::UUID) AS t7) AS f3
