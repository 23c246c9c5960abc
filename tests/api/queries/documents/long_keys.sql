SELECT json_build_object('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, (SELECT coalesce(json_agg(t3.built), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_object('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, t0.name, 'baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, t0.external_id, 'company'::text, (SELECT t2.built 
FROM (SELECT json_build_object('caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, t1.name, 'built'::text, t1.city) AS built 
FROM company AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.id = t0.company_id) AS t2)) AS built 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 1) AS t3), 'totalaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, (SELECT count(*) AS count_1 
FROM customer AS t4 
WHERE t4.tenant_id = $1::UUID)) AS f0, (SELECT t6.built 
FROM (SELECT json_build_object('built'::text, t5.name) AS built 
FROM customer AS t5 
WHERE t5.tenant_id = $1::UUID AND t5.external_id = $2::VARCHAR COLLATE "C") AS t6) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t8.built), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_object('built'::text, t7.name) AS built 
FROM tag AS t7 
WHERE t7.tenant_id = $1::UUID ORDER BY t7.id ASC 
 LIMIT 2) AS t8)) AS f2
