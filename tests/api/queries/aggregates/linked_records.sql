SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$10), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name", json_build_object('aggregate'::text, (SELECT row_to_json(t$9) AS row_to_json_1 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$8), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(CAST(t$7._key0 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$5.name AS _key0 
FROM customer AS t$4 LEFT OUTER JOIN company AS t$5 ON t$5.tenant_id = $1::UUID AND t$5.id = t$4.company_id 
WHERE t$4.tenant_id = $1::UUID AND t$4.id IN (SELECT t$6.customer_id 
FROM customer_segment AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.segment_id = t$0.id)) AS t$7 GROUP BY t$7._key0 ORDER BY t$7._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$8) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM customer AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id IN (SELECT t$2.customer_id 
FROM customer_segment AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.segment_id = t$0.id)) AS t$3 
HAVING true) AS t$9)) AS "members" 
FROM segment AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 20) AS t$10)) AS f0
