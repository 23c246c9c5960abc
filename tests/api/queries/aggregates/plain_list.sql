SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$13), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT row_to_json(t$4) AS row_to_json_1 
FROM (SELECT count(*) AS "count", json_build_object('name'::text, min(t$3.name)) AS "min" 
FROM (SELECT t$1.name AS name 
FROM tag AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id IN (SELECT t$2.tag_id 
FROM customer_tag AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.customer_id = t$0.id)) AS t$3 
HAVING true) AS t$4) AS "tagsAggregate", (SELECT row_to_json(t$12) AS row_to_json_2 
FROM (SELECT count(*) AS "count", (SELECT coalesce(json_agg(t$11), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_array(CAST(t$10._key0 AS TEXT)) AS "keys" 
FROM (SELECT t$8.colour AS _key0 
FROM tag AS t$8 
WHERE t$8.tenant_id = $1::UUID AND t$8.id IN (SELECT t$9.tag_id 
FROM customer_tag AS t$9 
WHERE t$9.tenant_id = $1::UUID AND t$9.customer_id = t$0.id) AND t$8.colour IS NOT NULL) AS t$10 GROUP BY t$10._key0 ORDER BY t$10._key0 ASC NULLS LAST 
 LIMIT 1000) AS t$11) AS "groupBy" 
FROM (SELECT 1 AS one 
FROM tag AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.id IN (SELECT t$6.tag_id 
FROM customer_tag AS t$6 
WHERE t$6.tenant_id = $1::UUID AND t$6.customer_id = t$0.id) AND t$5.colour IS NOT NULL) AS t$7 
HAVING true) AS t$12) AS "coloured" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 2) AS t$13)) AS f0, (SELECT row_to_json(t$18) AS row_to_json_3 
FROM (SELECT (SELECT row_to_json(t$17) AS row_to_json_4 
FROM (SELECT json_build_object('size'::text, sum(t$16.size)) AS "sum", json_build_object('size'::text, max(t$16.size)) AS "max" 
FROM (SELECT t$15.size AS size 
FROM segment AS t$15 
WHERE t$15.tenant_id = $1::UUID AND t$15.segmentation_id = t$14.id) AS t$16 
HAVING true) AS t$17) AS "segmentsAggregate" 
FROM segmentation AS t$14 
WHERE t$14.tenant_id = $1::UUID AND t$14.external_id = $2::VARCHAR COLLATE "C") AS t$18) AS f1
