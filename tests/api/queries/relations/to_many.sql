SELECT (SELECT row_to_json(t$6) AS row_to_json_1 
FROM (SELECT (SELECT row_to_json(t$5) AS row_to_json_2 
FROM (SELECT coalesce(json_agg((SELECT row_to_json(t$3) AS row_to_json_3 
FROM (SELECT t$2.external_id AS "externalId", t$2.placed_at AS "placedAt", json_build_object('amount'::text, CAST(t$2.total_minor * CASE WHEN (t$2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (t$2.total_currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (t$2.total_currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (t$2.total_currency IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, t$2.total_currency) AS "total") AS t$3) ORDER BY t$2._place) FILTER (WHERE t$2._place <= 2), '[]'::json) AS "nodes", (SELECT count(*) AS count_1 
FROM "order" AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.customer_id = t$0.id) AS "totalCount", json_build_object('hasNextPage'::text, count(*) > 2, 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('placed_at-<,id->'::text, t$2.placed_at, t$2.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$2._place DESC) FILTER (WHERE t$2._place <= 2))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$1.placed_at DESC, t$1.id DESC) AS _place, t$1.tenant_id AS tenant_id, t$1.id AS id, t$1.external_id AS external_id, t$1.created_at AS created_at, t$1.updated_at AS updated_at, t$1.version AS version, t$1.status AS status, t$1.placed_at AS placed_at, t$1.total_minor AS total_minor, t$1.total_currency AS total_currency, t$1.channel AS channel, t$1.return_reason AS return_reason, t$1.customer_id AS customer_id, t$1.original_id AS original_id 
FROM "order" AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.customer_id = t$0.id ORDER BY t$1.placed_at DESC, t$1.id DESC 
 LIMIT 3) AS t$2 
HAVING true) AS t$5) AS "orders" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.external_id = $2::VARCHAR COLLATE "C") AS t$6) AS f0
