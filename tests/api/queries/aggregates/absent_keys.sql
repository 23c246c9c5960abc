SELECT json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(CAST(t$2._key0 AS TEXT), CAST(t$2._key1 AS TEXT)) AS "keys", count(*) AS "count", json_build_object('gender'::text, count(DISTINCT t$2.gender), 'company'::text, count(DISTINCT t$2.company_id)) AS "countDistinct" 
FROM (SELECT t$0.gender AS gender, t$0.company_id AS company_id, t$0.country AS _key0, t$1.industry AS _key1 
FROM customer AS t$0 LEFT OUTER JOIN company AS t$1 ON t$1.tenant_id = $1::UUID AND t$1.id = t$0.company_id 
WHERE t$0.tenant_id = $1::UUID) AS t$2 GROUP BY t$2._key0, t$2._key1 ORDER BY t$2._key0 ASC NULLS LAST, t$2._key1 ASC NULLS LAST 
 LIMIT 1000) AS t$3))) AS f0
