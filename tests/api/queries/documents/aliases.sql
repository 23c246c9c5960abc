SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "label", t0.name AS "name", t0.name AS "same" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.country = $2::VARCHAR COLLATE "C" ORDER BY t0.id ASC 
 LIMIT 1) AS t1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_2 
FROM (SELECT t2.name AS "label" 
FROM customer AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.country = $3::VARCHAR COLLATE "C" ORDER BY t2.id ASC 
 LIMIT 20) AS t3), 'total'::text, (SELECT count(*) AS count_1 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.country = $4::VARCHAR COLLATE "C"), 'again'::text, (SELECT count(*) AS count_2 
FROM customer AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.country = $5::VARCHAR COLLATE "C")) AS f1, (SELECT row_to_json(t16) AS row_to_json_1 
FROM (SELECT json_build_object('totalCount'::text, (SELECT count(*) AS count_3 
FROM "order" AS t7 
WHERE t7.tenant_id = $1::UUID AND t7.customer_id = t6.id AND t7.status = $6::VARCHAR COLLATE "C"), 'nodes'::text, (SELECT coalesce(json_agg(t9), '[]'::json) AS coalesce_3 
FROM (SELECT t8.external_id AS "externalId" 
FROM "order" AS t8 
WHERE t8.tenant_id = $1::UUID AND t8.customer_id = t6.id AND t8.status = $7::VARCHAR COLLATE "C" ORDER BY t8.id ASC 
 LIMIT 20) AS t9)) AS "paid", (SELECT row_to_json(t15) AS row_to_json_2 
FROM (SELECT (SELECT count(*) AS count_4 
FROM "order" AS t12 
WHERE t12.tenant_id = $1::UUID AND t12.customer_id = t6.id AND t12.status IS DISTINCT FROM $8::VARCHAR COLLATE "C") AS "totalCount", coalesce(json_agg((SELECT row_to_json(t13) AS row_to_json_3 
FROM (SELECT t11.external_id AS "externalId") AS t13) ORDER BY t11._place) FILTER (WHERE t11._place <= 20), '[]'::json) AS "first", coalesce(json_agg((SELECT row_to_json(t14) AS row_to_json_4 
FROM (SELECT json_build_object('value'::text, CAST(t11.total_minor * CASE WHEN (t11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t11.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t11.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'amount'::text, CAST(t11.total_minor * CASE WHEN (t11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t11.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t11.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'unit'::text, t11.total_currency) AS "total") AS t14) ORDER BY t11._place) FILTER (WHERE t11._place <= 20), '[]'::json) AS "second" 
FROM (SELECT row_number() OVER (ORDER BY t10.id ASC) AS _place, t10.tenant_id AS tenant_id, t10.id AS id, t10.external_id AS external_id, t10.created_at AS created_at, t10.updated_at AS updated_at, t10.version AS version, t10.status AS status, t10.placed_at AS placed_at, t10.total_minor AS total_minor, t10.total_currency AS total_currency, t10.customer_id AS customer_id 
FROM "order" AS t10 
WHERE t10.tenant_id = $1::UUID AND t10.customer_id = t6.id AND t10.status IS DISTINCT FROM $9::VARCHAR COLLATE "C" ORDER BY t10.id ASC 
 LIMIT 21) AS t11 
HAVING true) AS t15) AS "others" 
FROM customer AS t6 
WHERE t6.tenant_id = $1::UUID AND t6.external_id = $10::VARCHAR COLLATE "C") AS t16) AS f2
