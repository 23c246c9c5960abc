SELECT json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(to_json(t$2._key0) #>> '{}', CAST(t$2._key1 AS TEXT), CAST(t$2._key2 AS TEXT)) AS "keys", count(*) AS "count", json_build_object('customer'::text, count(DISTINCT t$2.customer_id)) AS "countDistinct", json_build_object('durationSeconds'::text, sum(t$2.duration_seconds)) AS "sum" 
FROM (SELECT t$0.customer_id AS customer_id, t$0.duration_seconds AS duration_seconds, CAST(date_trunc('month', timezone(coalesce((SELECT t$1.time_zone 
FROM tenant_setting AS t$1 
WHERE t$1.tenant_id = $1::UUID), 'UTC'), t$0.occurred_at)) AS DATE) AS _key0, t$0.kind AS _key1, t$0.channel AS _key2 
FROM interaction AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$2 GROUP BY t$2._key0, t$2._key1, t$2._key2 ORDER BY t$2._key0 ASC NULLS LAST, count(*) DESC NULLS LAST, t$2._key1 ASC NULLS LAST, t$2._key2 ASC NULLS LAST 
 LIMIT 1000) AS t$3))) AS f0, json_build_object('aggregate'::text, json_build_object('groupBy'::text, (SELECT coalesce(json_agg(t$7), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(CAST(t$6._key0 AS TEXT), CAST(t$6._key1 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$5.channel AS _key0, t$4.outcome AS _key1 
FROM campaign_response AS t$4 LEFT OUTER JOIN campaign AS t$5 ON t$5.tenant_id = $1::UUID AND t$5.id = t$4.campaign_id 
WHERE t$4.tenant_id = $1::UUID) AS t$6 GROUP BY t$6._key0, t$6._key1 ORDER BY t$6._key0 ASC NULLS LAST, t$6._key1 ASC NULLS LAST 
 LIMIT 1000) AS t$7))) AS f1
