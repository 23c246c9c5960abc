SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t1), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name" 
FROM customer AS t0 
WHERE t0.tenant_id = $1::UUID AND t0.kind = $2::VARCHAR COLLATE "C" AND t0.country = ANY ($3::TEXT[] COLLATE "C") ORDER BY t0.name_folded ASC, t0.id ASC 
 LIMIT 20) AS t1)) AS f0
