SELECT json_build_object('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, (SELECT coalesce(json_agg(t$3.built), '[]'::json) AS coalesce_1 
FROM (SELECT json_build_object('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, t$0.name, 'baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, t$0.external_id, 'company'::text, (SELECT t$2.built 
FROM (SELECT json_build_object('caaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, t$1.name, 'built'::text, t$1.city) AS built 
FROM company AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id = t$0.company_id) AS t$2)) AS built 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 1) AS t$3), 'totalaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'::text, (SELECT count(*) AS count_1 
FROM customer AS t$4 
WHERE t$4.tenant_id = $1::UUID)) AS f0, (SELECT t$6.built 
FROM (SELECT json_build_object('built'::text, t$5.name) AS built 
FROM customer AS t$5 
WHERE t$5.tenant_id = $1::UUID AND t$5.external_id = $2::VARCHAR COLLATE "C") AS t$6) AS f1, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$8.built), '[]'::json) AS coalesce_2 
FROM (SELECT json_build_object('built'::text, t$7.name) AS built 
FROM tag AS t$7 
WHERE t$7.tenant_id = $1::UUID ORDER BY t$7.id ASC 
 LIMIT 2) AS t$8)) AS f2
