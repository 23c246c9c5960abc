SELECT (SELECT row_to_json(t$2) AS row_to_json_1 
FROM (SELECT json_build_object('hasNextPage'::text, count(*) > 1, 'hasPreviousPage'::text, false, 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t$1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t$1._place DESC) FILTER (WHERE t$1._place <= 1))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t$0.id ASC) AS _place, t$0.tenant_id AS tenant_id, t$0.id AS id, t$0.external_id AS external_id, t$0.created_at AS created_at, t$0.updated_at AS updated_at, t$0.version AS version, t$0.name AS name, t$0.name_folded AS name_folded, t$0.colour AS colour, t$0.description AS description 
FROM tag AS t$0 
WHERE t$0.tenant_id = $1::UUID ORDER BY t$0.id ASC 
 LIMIT 2) AS t$1 
HAVING true) AS t$2) AS f0
