SELECT json_build_object('aggregate'::text, (SELECT row_to_json(t$2) AS row_to_json_1 
FROM (SELECT count(*) AS "count", json_build_object('customer'::text, count(DISTINCT t$1.customer_id), 'total'::text, count(DISTINCT (t$1.total_minor, t$1.total_currency)) FILTER (WHERE t$1.total_minor IS NOT NULL), 'status'::text, count(DISTINCT t$1.status), 'placedAt'::text, count(DISTINCT t$1.placed_at)) AS "countDistinct", json_build_object('placedAt'::text, min(t$1.placed_at)) AS "min", json_build_object('placedAt'::text, max(t$1.placed_at)) AS "max" 
FROM (SELECT t$0.customer_id AS customer_id, t$0.total_minor AS total_minor, t$0.total_currency AS total_currency, t$0.status AS status, t$0.placed_at AS placed_at 
FROM "order" AS t$0 
WHERE t$0.tenant_id = $1::UUID) AS t$1 
HAVING true) AS t$2)) AS f0
