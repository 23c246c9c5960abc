SELECT (SELECT row_to_json(t6) AS row_to_json_1 
FROM (SELECT (SELECT row_to_json(t5) AS row_to_json_2 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t3) AS row_to_json_3 
FROM (SELECT t2.external_id AS "externalId", t2.placed_at AS "placedAt", json_build_object('amount'::text, CAST(t2.total_minor * CASE WHEN (t2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t2.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t2.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, t2.total_currency) AS "total") AS t3) ORDER BY t2._place) FILTER (WHERE t2._place <= 2), '[]'::json) AS "nodes", (SELECT count(*) AS count_1 
FROM "order" AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.customer_id = t0.id) AS "totalCount", json_build_object('hasNextPage'::text, count(*) > 2, 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('placed_at-<,id->'::text, t2.placed_at, t2.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t2._place DESC) FILTER (WHERE t2._place <= 2))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t1.placed_at DESC, t1.id DESC) AS _place, t1.tenant_id AS tenant_id, t1.id AS id, t1.external_id AS external_id, t1.created_at AS created_at, t1.updated_at AS updated_at, t1.version AS version, t1.status AS status, t1.placed_at AS placed_at, t1.total_minor AS total_minor, t1.total_currency AS total_currency, t1.customer_id AS customer_id 
FROM "order" AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.customer_id = t0.id ORDER BY t1.placed_at DESC, t1.id DESC 
 LIMIT 3) AS t2 
HAVING true) AS t5) AS "orders" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.external_id = $2::VARCHAR COLLATE "C") AS t6) AS f0
