SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t$5), '[]'::json) AS coalesce_1 
FROM (SELECT t$0.name AS "name" 
FROM company AS t$0 
WHERE t$0.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM customer AS t$1 
WHERE t$1.tenant_id = $1::UUID AND t$1.company_id = t$0.id AND (EXISTS (SELECT 1 
FROM "order" AS t$2 
WHERE t$2.tenant_id = $1::UUID AND t$2.customer_id = t$1.id AND NOT (EXISTS (SELECT 1 
FROM order_item AS t$3 
WHERE t$3.tenant_id = $1::UUID AND t$3.order_id = t$2.id AND NOT (EXISTS (SELECT 1 
FROM product AS t$4 
WHERE t$4.tenant_id = $1::UUID AND t$4.id = t$3.product_id AND t$4.category = $2::VARCHAR COLLATE "C")))))))) ORDER BY t$0.id ASC 
 LIMIT 20) AS t$5)) AS f0
