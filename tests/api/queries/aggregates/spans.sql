SELECT json_build_object('aggregate'::text, json_build_object('hours'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(to_json(t$2._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT date_trunc('hour', t$0.placed_at, coalesce((SELECT t$1.time_zone 
FROM tenant_setting AS t$1 
WHERE t$1.tenant_id = $1::UUID), 'UTC')) AS _key0 
FROM "order" AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$2 GROUP BY t$2._key0 ORDER BY t$2._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$3), 'days'::text, (SELECT coalesce(json_agg(t$7), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(to_json(t$6._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('day', timezone(coalesce((SELECT t$5.time_zone 
FROM tenant_setting AS t$5 
WHERE t$5.tenant_id = $1::UUID), 'UTC'), t$4.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$4 
WHERE t$4.tenant_id = $1::UUID) AS t$6 GROUP BY t$6._key0 ORDER BY t$6._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$7), 'weeks'::text, (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_3 
FROM (SELECT json_build_array(to_json(t$10._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('week', timezone(coalesce((SELECT t$9.time_zone 
FROM tenant_setting AS t$9 
WHERE t$9.tenant_id = $1::UUID), 'UTC'), t$8.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$8 
WHERE t$8.tenant_id = $1::UUID) AS t$10 GROUP BY t$10._key0 ORDER BY t$10._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$11), 'quarters'::text, (SELECT coalesce(json_agg(t$15), '[]'::json) AS coalesce_4 
FROM (SELECT json_build_array(to_json(t$14._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('quarter', timezone(coalesce((SELECT t$13.time_zone 
FROM tenant_setting AS t$13 
WHERE t$13.tenant_id = $1::UUID), 'UTC'), t$12.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$12 
WHERE t$12.tenant_id = $1::UUID) AS t$14 GROUP BY t$14._key0 ORDER BY t$14._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$15), 'years'::text, (SELECT coalesce(json_agg(t$19), '[]'::json) AS coalesce_5 
FROM (SELECT json_build_array(to_json(t$18._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('year', timezone(coalesce((SELECT t$17.time_zone 
FROM tenant_setting AS t$17 
WHERE t$17.tenant_id = $1::UUID), 'UTC'), t$16.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$16 
WHERE t$16.tenant_id = $1::UUID) AS t$18 GROUP BY t$18._key0 ORDER BY t$18._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$19), 'moments'::text, (SELECT coalesce(json_agg(t$22), '[]'::json) AS coalesce_6 
FROM (SELECT json_build_array(to_json(t$21._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT t$20.placed_at AS _key0 
FROM "order" AS t$20 
WHERE t$20.tenant_id = $1::UUID) AS t$21 GROUP BY t$21._key0 ORDER BY t$21._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$22))) AS f0, json_build_object('aggregate'::text, json_build_object('births'::text, (SELECT coalesce(json_agg(t$25), '[]'::json) AS coalesce_7 
FROM (SELECT json_build_array(to_json(t$24._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT t$23.birth_date AS _key0 
FROM customer AS t$23 
WHERE t$23.tenant_id = $1::UUID) AS t$24 GROUP BY t$24._key0 ORDER BY t$24._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$25), 'months'::text, (SELECT coalesce(json_agg(t$28), '[]'::json) AS coalesce_8 
FROM (SELECT json_build_array(to_json(t$27._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('month', CAST(t$26.birth_date AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS _key0 
FROM customer AS t$26 
WHERE t$26.tenant_id = $1::UUID) AS t$27 GROUP BY t$27._key0 ORDER BY t$27._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$28))) AS f1
