SELECT json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$4), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(to_json(t$3._key0) #>> '{}', CAST(t$3._key1 AS TEXT)) AS "keys", json_build_object('total'::text, CASE WHEN (min(t$3.total_currency) = max(t$3.total_currency)) THEN json_build_object('amount'::text, CAST(sum(t$3.total_minor) * CASE WHEN (min(t$3.total_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (min(t$3.total_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (min(t$3.total_currency) IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (min(t$3.total_currency) IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, min(t$3.total_currency)) END) AS "sum" 
FROM (SELECT t$0.total_minor AS total_minor, t$0.total_currency AS total_currency, CAST(date_trunc('month', timezone(coalesce((SELECT t$2.time_zone 
FROM tenant_setting AS t$2 
WHERE t$2.tenant_id = $1::UUID), 'UTC'), t$1.placed_at)) AS DATE) AS _key0, t$0.total_currency AS _key1 
FROM order_item AS t$0 LEFT OUTER JOIN "order" AS t$1 ON t$1.tenant_id = $1::UUID AND t$1.id = t$0.order_id 
WHERE t$0.tenant_id = $1::UUID AND t$0.total_minor IS NOT NULL) AS t$3 GROUP BY t$3._key0, t$3._key1 ORDER BY t$3._key0 ASC NULLS LAST, t$3._key1 ASC NULLS LAST 
 LIMIT 1000) AS t$4))) AS f0
