SELECT json_build_object('open'::text, (SELECT row_to_json(t$6) AS row_to_json_1 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(CAST(t$4._key0 AS TEXT)) AS "keys", count(*) AS "count", json_build_object('openedAt'::text, min(t$4.opened_at), 'slaDueAt'::text, min(t$4.sla_due_at)) AS "min" 
FROM (SELECT t$2.opened_at AS opened_at, t$2.sla_due_at AS sla_due_at, t$3.name AS _key0 
FROM ticket AS t$2 LEFT OUTER JOIN "user" AS t$3 ON t$3.tenant_id = $1::UUID AND t$3.id = t$2.assignee_id 
WHERE t$2.tenant_id = $1::UUID AND (t$2.status = ANY ($2::TEXT[] COLLATE "C")) IS NOT true) AS t$4 GROUP BY t$4._key0 ORDER BY count(*) DESC NULLS LAST, t$4._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$5) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM ticket AS t$0 
WHERE t$0.tenant_id = $1::UUID AND (t$0.status = ANY ($3::TEXT[] COLLATE "C")) IS NOT true) AS t$1 
HAVING true) AS t$6), 'late'::text, (SELECT row_to_json(t$12) AS row_to_json_2 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(CAST(t$10._key0 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$9.priority AS _key0 
FROM ticket AS t$9 
WHERE t$9.tenant_id = $1::UUID AND t$9.sla_due_at < $4::TIMESTAMP WITH TIME ZONE AND t$9.solved_at IS NULL) AS t$10 GROUP BY t$10._key0 ORDER BY t$10._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$11) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM ticket AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.sla_due_at < $5::TIMESTAMP WITH TIME ZONE AND t$7.solved_at IS NULL) AS t$8 
HAVING true) AS t$12), 'satisfaction'::text, (SELECT row_to_json(t$19) AS row_to_json_3 
FROM (SELECT json_build_object('satisfaction'::text, CAST(avg(t$14.satisfaction) AS DOUBLE PRECISION)) AS "avg", (SELECT coalesce(json_agg(t$18), '[]'::json) AS coalesce_3 
FROM (SELECT json_build_array(CAST(t$17._key0 AS TEXT), to_json(t$17._key1) #>> '{}') AS "keys", count(*) AS "count", json_build_object('satisfaction'::text, CAST(avg(t$17.satisfaction) AS DOUBLE PRECISION)) AS "avg" 
FROM (SELECT t$15.satisfaction AS satisfaction, t$15.kind AS _key0, CAST(date_trunc('month', timezone(coalesce((SELECT t$16.time_zone 
FROM tenant_setting AS t$16 
WHERE t$16.tenant_id = $1::UUID), 'UTC'), t$15.solved_at)) AS DATE) AS _key1 
FROM ticket AS t$15 
WHERE t$15.tenant_id = $1::UUID AND t$15.satisfaction IS NOT NULL) AS t$17 GROUP BY t$17._key0, t$17._key1 ORDER BY t$17._key0 ASC NULLS LAST, t$17._key1 ASC NULLS LAST 
 LIMIT 1000) AS t$18) AS "groupBy" 
FROM (SELECT t$13.satisfaction AS satisfaction 
FROM ticket AS t$13 
WHERE t$13.tenant_id = $1::UUID AND t$13.satisfaction IS NOT NULL) AS t$14 
HAVING true) AS t$19)) AS f0
