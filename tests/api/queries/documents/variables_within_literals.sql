SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$3), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.external_id AS "externalId" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND ((t$0.country IS NOT NULL) IS NOT true AND t$0.gender = ANY ($2::TEXT[] COLLATE "C") OR t$0.kind = ANY ($3::TEXT[] COLLATE "C") AND t$0.country = ANY ($4::TEXT[] COLLATE "C") OR t$0.name_folded = ANY ($5::TEXT[] COLLATE "C") AND t$0.name = ANY ($6::TEXT[] COLLATE "C") OR t$0.birth_date = ANY ($7::DATE[])) AND NOT (EXISTS (SELECT 1 
FROM tag AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.id IN (SELECT t$2.tag_id 
FROM customer_tag AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.customer_id = t$0.id) AND (t$1.name = ANY ($8::TEXT[] COLLATE "C")) IS NOT true)) ORDER BY t$0.id ASC 
 LIMIT 20) AS t$3)) AS f0
