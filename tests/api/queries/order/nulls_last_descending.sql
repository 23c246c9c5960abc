SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$1), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.external_id AS "externalId", t$0.country AS "country" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND (t$0.country < $2::VARCHAR COLLATE "C" OR t$0.country IS NULL AND $2::VARCHAR COLLATE "C" IS NOT NULL OR t$0.country IS NOT DISTINCT FROM $2::VARCHAR COLLATE "C" AND t$0.id < $3::UUID) ORDER BY t$0.country DESC NULLS LAST, t$0.id DESC 
 LIMIT 3) AS t$1)) AS f0
