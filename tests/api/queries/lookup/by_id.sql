SELECT (SELECT row_to_json(t$1) AS row_to_json_1 
FROM (SELECT 'customer_' || CAST(t$0.id AS TEXT) AS "id", t$0.name AS "name", t$0.email AS "email", t$0.birth_date AS "birthDate", t$0.gender AS "gender", t$0.stage AS "stage", t$0.phone AS "phone", t$0.version AS "version", t$0.created_at AS "createdAt" 
FROM customer AS t$0 
WHERE t$0.tenant_id = $1::UUID AND t$0.id = $2::UUID) AS t$1) AS f0
