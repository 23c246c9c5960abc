SELECT json_build_object('aggregate'::text, json_build_object('hours'::text, (SELECT coalesce(json_agg(t$2), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(to_json(t$1._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT date_trunc('hour', t$0.placed_at, 'UTC') AS _key0 
FROM "order" AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 GROUP BY t$1._key0 ORDER BY t$1._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$2), 'days'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(to_json(t$4._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('day', timezone('UTC', t$3.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$3 
WHERE t$3.tenant_id = $1::UUID) AS t$4 GROUP BY t$4._key0 ORDER BY t$4._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$5), 'weeks'::text, (SELECT coalesce(json_agg(t$8), '[]'::json) AS coalesce_3 
FROM (SELECT json_build_array(to_json(t$7._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('week', timezone('UTC', t$6.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$6 
WHERE t$6.tenant_id = $1::UUID) AS t$7 GROUP BY t$7._key0 ORDER BY t$7._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$8), 'quarters'::text, (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_4 
FROM (SELECT json_build_array(to_json(t$10._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('quarter', timezone('UTC', t$9.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$9 
WHERE t$9.tenant_id = $1::UUID) AS t$10 GROUP BY t$10._key0 ORDER BY t$10._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$11), 'years'::text, (SELECT coalesce(json_agg(t$14), '[]'::json) AS coalesce_5 
FROM (SELECT json_build_array(to_json(t$13._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('year', timezone('UTC', t$12.placed_at)) AS DATE) AS _key0 
FROM "order" AS t$12 
WHERE t$12.tenant_id = $1::UUID) AS t$13 GROUP BY t$13._key0 ORDER BY t$13._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$14), 'moments'::text, (SELECT coalesce(json_agg(t$17), '[]'::json) AS coalesce_6 
FROM (SELECT json_build_array(to_json(t$16._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT t$15.placed_at AS _key0 
FROM "order" AS t$15 
WHERE t$15.tenant_id = $1::UUID) AS t$16 GROUP BY t$16._key0 ORDER BY t$16._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$17))) AS f0, json_build_object('aggregate'::text, json_build_object('births'::text, (SELECT coalesce(json_agg(t$20), '[]'::json) AS coalesce_7 
FROM (SELECT json_build_array(to_json(t$19._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT t$18.birth_date AS _key0 
FROM customer AS t$18 
WHERE t$18.tenant_id = $1::UUID) AS t$19 GROUP BY t$19._key0 ORDER BY t$19._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$20), 'months'::text, (SELECT coalesce(json_agg(t$23), '[]'::json) AS coalesce_8 
FROM (SELECT json_build_array(to_json(t$22._key0) #>> '{}') AS "keys", count(*) AS "count" 
FROM (SELECT CAST(date_trunc('month', CAST(t$21.birth_date AS TIMESTAMP WITHOUT TIME ZONE)) AS DATE) AS _key0 
FROM customer AS t$21 
WHERE t$21.tenant_id = $1::UUID) AS t$22 GROUP BY t$22._key0 ORDER BY t$22._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$23))) AS f1
