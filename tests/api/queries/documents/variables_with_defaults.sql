SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$1), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.kind = $2::VARCHAR COLLATE "C" AND t$0.country = $3::VARCHAR COLLATE "C" ORDER BY t$0.name_folded DESC, t$0.id DESC 
 LIMIT 2) AS t$1)) AS f0
