SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.external_id AS "externalId", t0.birth_date AS "birthDate" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.birth_date ASC, t0.id ASC 
 LIMIT 4) AS t1)) AS f0, json_build_object('nodes'::text, (SELECT coalesce(json_agg(t3), '[]'::json) AS coalesce_2 
FROM (SELECT t2.external_id AS "externalId", t2.birth_date AS "birthDate" 
FROM customer AS t2 
WHERE t2.tenant_id = $1::UUID ORDER BY t2.birth_date DESC, t2.id DESC 
 LIMIT 3) AS t3)) AS f1
