SELECT json_build_object('nodes'::text, (SELECT coalesce(json_agg(t5), '[]'::json) AS coalesce_1 
FROM (SELECT t0.name AS "name" 
FROM company AS t0 
WHERE t0.tenant_id = $1::UUID AND (EXISTS (SELECT 1 
FROM customer AS t1 
WHERE t1.tenant_id = $1::UUID AND t1.company_id = t0.id AND (EXISTS (SELECT 1 
FROM "order" AS t2 
WHERE t2.tenant_id = $1::UUID AND t2.customer_id = t1.id AND NOT (EXISTS (SELECT 1 
FROM order_item AS t3 
WHERE t3.tenant_id = $1::UUID AND t3.order_id = t2.id AND (EXISTS (SELECT 1 
FROM product AS t4 
WHERE t4.tenant_id = $1::UUID AND t4.id = t3.product_id AND t4.category = $2::VARCHAR COLLATE "C")) IS NOT true)))))) ORDER BY t0.id ASC 
 LIMIT 20) AS t5)) AS f0
