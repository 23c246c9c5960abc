SELECT json_build_object('aggregate'::text, json_build_object('a'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(CAST(t$2._key0 AS TEXT), CAST(t$2._key1 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$0.placed_at AS placed_at, t$1.name AS _key0, t$0.status AS _key1 
FROM "order" AS t$0 LEFT OUTER JOIN customer AS t$1 ON t$1.tenant_id = $1::UUID AND t$1.id = t$0.customer_id 
WHERE t$0.tenant_id = $1::UUID AND t$0.total_currency = $2::VARCHAR COLLATE "C" AND t$0.total_minor >= $3::BIGINT) AS t$2 GROUP BY t$2._key0, t$2._key1 ORDER BY max(t$2.placed_at) DESC NULLS LAST, t$2._key0 ASC NULLS LAST, t$2._key1 ASC NULLS LAST 
 LIMIT 3) AS t$3), 'b'::text, (SELECT coalesce(json_agg(t$7), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(to_json(t$6._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('quarter', timezone(coalesce((SELECT t$5.time_zone 
FROM tenant_setting AS t$5 
WHERE t$5.tenant_id = $1::UUID), 'UTC'), t$4.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.total_currency = $4::VARCHAR COLLATE "C" AND t$4.total_minor >= $5::BIGINT) AS t$6 GROUP BY t$6._key0 ORDER BY t$6._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$7))) AS f0
