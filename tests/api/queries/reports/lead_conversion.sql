SELECT json_build_object('received'::text, (SELECT row_to_json(t$5) AS row_to_json_1 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$4), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_array(CAST(t$3._key0 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$2.source AS _key0 
FROM lead AS t$2 
WHERE t$2.tenant_id = $1::UUID) AS t$3 GROUP BY t$3._key0 ORDER BY t$3._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$4) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM lead AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 
HAVING true) AS t$5), 'converted'::text, (SELECT row_to_json(t$13) AS row_to_json_2 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$12), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(CAST(t$11._key0 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$9.source AS _key0 
FROM lead AS t$9 
WHERE t$9.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM deal AS t$10 
WHERE t$10.tenant_id = $1::UUID AND t$10.lead_id = t$9.id))) AS t$11 GROUP BY t$11._key0 ORDER BY t$11._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$12) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM lead AS t$6 
WHERE t$6.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM deal AS t$7 
WHERE t$7.tenant_id = $1::UUID AND t$7.lead_id = t$6.id))) AS t$8 
HAVING true) AS t$13), 'won'::text, (SELECT row_to_json(t$21) AS row_to_json_3 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$20), '[]'::json) AS coalesce_3 
FROM (SELECT json_build_array(CAST(t$19._key0 AS TEXT)) AS "keys", count(*) AS "count" 
FROM (SELECT t$17.source AS _key0 
FROM lead AS t$17 
WHERE t$17.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM deal AS t$18 
WHERE t$18.tenant_id = $1::UUID AND t$18.lead_id = t$17.id AND t$18.status = $2::VARCHAR COLLATE "C"))) AS t$19 GROUP BY t$19._key0 ORDER BY t$19._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$20) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM lead AS t$14 
WHERE t$14.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM deal AS t$15 
WHERE t$15.tenant_id = $1::UUID AND t$15.lead_id = t$14.id AND t$15.status = $3::VARCHAR COLLATE "C"))) AS t$16 
HAVING true) AS t$21)) AS f0
