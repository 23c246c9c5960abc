SELECT json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$2), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(to_json(t$1._key0) #>> '{}', CAST(t$1._key1 AS TEXT), CAST(t$1._key2 AS TEXT)) AS "keys", count(*) AS "count", json_build_object('customer'::text, count(DISTINCT t$1.customer_id)) AS "countDistinct", json_build_object('durationSeconds'::text, sum(t$1.duration_seconds)) AS "sum" 
FROM (SELECT t$0.customer_id AS customer_id, t$0.duration_seconds AS duration_seconds, CAST(date_trunc('month', timezone('UTC', t$0.occurred_at)) AS DATE) AS _key0, t$0.kind AS _key1, t$0.channel AS _key2 
FROM interaction AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 GROUP BY t$1._key0, t$1._key1, t$1._key2 ORDER BY t$1._key0 ASC NULLS LAST, count(*) DESC NULLS LAST, t$1._key1 ASC NULLS LAST, t$1._key2 ASC NULLS LAST 
 LIMIT 1000) AS t$2))) AS f0, json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$6), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(CAST(t$5._key0 AS TEXT), CAST(t$5._key1 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$4.channel AS _key0, t$3.outcome AS _key1 
FROM campaign_response AS t$3 LEFT OUTER JOIN campaign AS t$4 ON t$4.tenant_id = $1::UUID AND t$4.id = t$3.campaign_id 
WHERE t$3.tenant_id = $1::UUID) AS t$5 GROUP BY t$5._key0, t$5._key1 ORDER BY t$5._key0 ASC NULLS LAST, t$5._key1 ASC NULLS LAST 
 LIMIT 1000) AS t$6))) AS f1
