SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$1), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "label", t$0.name AS "name", t$0.name AS "same" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.country = $2::VARCHAR COLLATE "C" ORDER BY t$0.id ASC 
 LIMIT 1) AS t$1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_2 
FROM (SELECT t$2.name AS "label" 
FROM customer AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.country = $3::VARCHAR COLLATE "C" ORDER BY t$2.id ASC 
 LIMIT 20) AS t$3), 'total'::text, (SELECT count(*) AS count_1 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.country = $4::VARCHAR COLLATE "C"), 'again'::text, (SELECT count(*) AS count_2 
FROM customer AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.country = $5::VARCHAR COLLATE "C")) AS f1, (SELECT row_to_json(t$16) AS row_to_json_1 
FROM (SELECT json_build_object('totalCount'::text, (SELECT count(*) AS count_3 
FROM "order" AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.customer_id = t$6.id AND t$7.status = $6::VARCHAR COLLATE "C"), 'nodes'::text, (SELECT coalesce(json_agg(t$9), '[]'::json) AS coalesce_3 
FROM (SELECT t$8.external_id AS "externalId" 
FROM "order" AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.customer_id = t$6.id AND t$8.status = $7::VARCHAR COLLATE "C" ORDER BY t$8.id ASC 
 LIMIT 20) AS t$9)) AS "paid", (SELECT row_to_json(t$15) AS row_to_json_2 
FROM (SELECT (SELECT count(*) AS count_4 
FROM "order" AS t$12 
WHERE t$12.tenant_id = $1::UUID AND t$12.customer_id = t$6.id AND t$12.status IS DISTINCT FROM $8::VARCHAR COLLATE "C") AS "totalCount", coalesce(json_agg((SELECT row_to_json(t$13) AS row_to_json_3 
FROM (SELECT t$11.external_id AS "externalId") AS t$13) ORDER BY t$11._place) FILTER (WHERE t$11._place <= 20), '[]'::json) AS "first", coalesce(json_agg((SELECT row_to_json(t$14) AS row_to_json_4 
FROM (SELECT json_build_object('value'::text, CAST(t$11.total_minor * CASE WHEN (t$11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t$11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t$11.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t$11.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'amount'::text, CAST(t$11.total_minor * CASE WHEN (t$11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t$11.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t$11.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t$11.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'unit'::text, t$11.total_currency) AS "total") AS t$14) ORDER BY t$11._place) FILTER (WHERE t$11._place <= 20), '[]'::json) AS "second" 
FROM (SELECT row_number() OVER (ORDER BY t$10.id ASC) AS _place, t$10.tenant_id AS tenant_id, t$10.id AS id, t$10.external_id AS external_id, t$10.created_at AS created_at, t$10.updated_at AS updated_at, t$10.version AS version, t$10.status AS status, t$10.placed_at AS placed_at, t$10.total_minor AS total_minor, t$10.total_currency AS total_currency, t$10.channel AS channel, t$10.return_reason AS return_reason, t$10.customer_id AS customer_id, t$10.original_id AS original_id 
FROM "order" AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.customer_id = t$6.id AND t$10.status IS DISTINCT FROM $9::VARCHAR COLLATE "C" ORDER BY t$10.id ASC 
 LIMIT 21) AS t$11 
HAVING true) AS t$15) AS "others" 
FROM customer AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.external_id = $10::VARCHAR COLLATE "C") AS t$16) AS f2
