SELECT (SELECT row_to_json(t$1) AS row_to_json_1 
FROM (SELECT 'customer_' || CAST(t$0.id AS TEXT) AS "id", t$0.name AS "name" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.id = $2::UUID) AS t$1) AS f0, (SELECT row_to_json(t$3) AS row_to_json_2 
FROM (SELECT 'Order'::text AS "__typename", 'order_' || CAST(t$2.id AS TEXT) AS "id", t$2.status AS "status", json_build_object('amount'::text, CAST(t$2.total_minor * CASE WHEN (t$2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t$2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t$2.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t$2.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, t$2.total_currency) AS "total" 
FROM "order" AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.id = $3::UUID) AS t$3) AS f1, (SELECT row_to_json(t$5) AS row_to_json_3 
FROM (SELECT 'order_item_' || CAST(t$4.id AS TEXT) AS "id", t$4.quantity AS "quantity" 
FROM order_item AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.id = $4::UUID) AS t$5) AS f2, (SELECT row_to_json(t$7) AS row_to_json_4 
FROM (SELECT t$6.name AS "name", t$6.position AS "position" 
FROM segment AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.id = $5::UUID) AS t$7) AS f3
