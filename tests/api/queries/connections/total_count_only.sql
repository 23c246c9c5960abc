SELECT json_build_object('totalCount'::text, (SELECT count(*) AS count_1 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.country = $2::VARCHAR COLLATE "C")) AS f0
