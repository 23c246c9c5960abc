SELECT json_build_object('all'::text, (SELECT row_to_json(t$2) AS row_to_json_1 
FROM (SELECT count(*) AS "count" 
FROM (SELECT 1 AS one 
FROM "order" AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.placed_at >= $2::TIMESTAMP WITH TIME ZONE) AS t$1 
HAVING true) AS t$2), 'paid'::text, (SELECT row_to_json(t$5) AS row_to_json_2 
FROM (SELECT count(*) AS "count", json_build_object('total'::text, CASE WHEN (min(t$4.total_currency) = max(t$4.total_currency)) THEN json_build_object('amount'::text, CAST(sum(t$4.total_minor) * CASE WHEN (min(t$4.total_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW')) THEN CASE WHEN (min(t$4.total_currency) IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')) THEN 1 WHEN (min(t$4.total_currency) IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN 0.001 WHEN (min(t$4.total_currency) IN ('CLF', 'UYW')) THEN 0.0001 END ELSE 0.01 END AS TEXT), 'currency'::text, min(t$4.total_currency)) END) AS "sum" 
FROM (SELECT t$3.total_minor AS total_minor, t$3.total_currency AS total_currency 
FROM "order" AS t$3 
WHERE t$3.tenant_id = $1::UUID AND t$3.placed_at >= $3::TIMESTAMP WITH TIME ZONE AND t$3.status = $4::VARCHAR COLLATE "C") AS t$4 
HAVING true) AS t$5), 'ofCustomersOfACompany'::text, (SELECT row_to_json(t$15) AS row_to_json_3 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$14), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(CAST(t$13._key0 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$10.status AS _key0 
FROM "order" AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.placed_at >= $5::TIMESTAMP WITH TIME ZONE AND (EXISTS (SELECT 1 
FROM customer AS t$11 
WHERE t$11.tenant_id = $1::UUID AND t$11.id = t$10.customer_id AND (EXISTS (SELECT 1 
FROM company AS t$12 
WHERE t$12.tenant_id = $1::UUID AND t$12.id = t$11.company_id AND t$12.industry IS NOT NULL))))) AS t$13 GROUP BY t$13._key0 ORDER BY t$13._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$14) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM "order" AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.placed_at >= $6::TIMESTAMP WITH TIME ZONE AND (EXISTS (SELECT 1 
FROM customer AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.id = t$6.customer_id AND (EXISTS (SELECT 1 
FROM company AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.id = t$7.company_id AND t$8.industry IS NOT NULL))))) AS t$9 
HAVING true) AS t$15)) AS f0
