SELECT json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(CAST(t$4._key0 AS TEXT), CAST(t$4._key1 AS TEXT), CAST(t$4._key2 AS TEXT), CAST(t$4._key3 AS TEXT)) AS "keys", count(*) AS "count", json_build_object('amount'::text, CASE WHEN (min(t$4.amount_currency) = max(t$4.amount_currency)) THEN json_build_object('amount'::text, CAST(sum(t$4.amount_minor) * CASE WHEN (min(t$4.amount_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (min(t$4.amount_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (min(t$4.amount_currency) IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (min(t$4.amount_currency) IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, min(t$4.amount_currency)) END, 'weightedAmount'::text, CASE WHEN (min(t$4.weighted_amount_currency) = max(t$4.weighted_amount_currency) AND sum(t$4.weighted_amount_minor) IS NOT NULL) THEN json_build_object('amount'::text, CAST(sum(t$4.weighted_amount_minor) * CASE WHEN (min(t$4.weighted_amount_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (min(t$4.weighted_amount_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (min(t$4.weighted_amount_currency) IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (min(t$4.weighted_amount_currency) IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, min(t$4.weighted_amount_currency)) END) AS "sum" 
FROM (SELECT t$0.amount_minor AS amount_minor, t$0.amount_currency AS amount_currency, CAST(nullif(nullif(greatest(least(round(CAST(t$0.amount_minor AS NUMERIC) * CAST(CASE WHEN (t$0.status = 'WON') THEN CAST(1 AS DOUBLE PRECISION) WHEN (t$0.status = 'LOST') THEN CAST(0 AS DOUBLE PRECISION) ELSE coalesce(t$0.probability, (SELECT t$1.probability 
FROM stage AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id = t$0.stage_id)) END AS NUMERIC)), 9223372036854775808), -9223372036854775808), 9223372036854775808), -9223372036854775808) AS BIGINT) AS weighted_amount_minor, CASE WHEN (CAST(nullif(nullif(greatest(least(round(CAST(t$0.amount_minor AS NUMERIC) * CAST(CASE WHEN (t$0.status = 'WON') THEN CAST(1 AS DOUBLE PRECISION) WHEN (t$0.status = 'LOST') THEN CAST(0 AS DOUBLE PRECISION) ELSE coalesce(t$0.probability, (SELECT t$1.probability 
FROM stage AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id = t$0.stage_id)) END AS NUMERIC)), 9223372036854775808), -9223372036854775808), 9223372036854775808), -9223372036854775808) AS BIGINT) IS NOT NULL) THEN t$0.amount_currency END AS weighted_amount_currency, t$3.name AS _key0, t$2.position AS _key1, t$2.name AS _key2, t$0.amount_currency AS _key3 
FROM deal AS t$0 LEFT OUTER JOIN stage AS t$2 ON t$2.tenant_id = $1::UUID AND t$2.id = t$0.stage_id LEFT OUTER JOIN pipeline AS t$3 ON t$3.tenant_id = $1::UUID AND t$3.id = t$2.pipeline_id 
WHERE t$0.tenant_id = $1::UUID AND t$0.status = $2::VARCHAR COLLATE "C"
 LIMIT ALL OFFSET 0) AS t$4 GROUP BY t$4._key0, t$4._key1, t$4._key2, t$4._key3 ORDER BY t$4._key0 ASC NULLS LAST, t$4._key1 ASC NULLS LAST, t$4._key2 ASC NULLS LAST, t$4._key3 ASC NULLS LAST 
 LIMIT 1000) AS t$5))) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$12), '[]'::json) AS coalesce_2 
FROM (SELECT t$6.name AS "name", json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_3 
FROM (SELECT t$7.name AS "name", json_build_object('aggregate'::text, (SELECT row_to_json(t$10) AS row_to_json_1 
FROM (SELECT count(*) AS "count", json_build_object('expectedCloseOn'::text, min(t$9.expected_close_on)) AS "min" 
FROM (SELECT t$8.expected_close_on AS expected_close_on 
FROM deal AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.stage_id = t$7.id AND t$8.status = $3::VARCHAR COLLATE "C") AS t$9 
HAVING true) AS t$10)) AS "deals" 
FROM stage AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.pipeline_id = t$6.id ORDER BY t$7.position ASC, t$7.id ASC 
 LIMIT 10) AS t$11)) AS "stages" 
FROM pipeline AS t$6 
WHERE t$6.tenant_id = $1::UUID ORDER BY t$6.id ASC 
 LIMIT 20) AS t$12)) AS f1
