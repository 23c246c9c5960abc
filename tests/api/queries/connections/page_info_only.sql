SELECT (SELECT row_to_json(t2) AS row_to_json_1 
FROM (SELECT json_build_object('hasNextPage'::text, count(*) > 1, 'hasPreviousPage'::text, false, 'endCursor'::text, (array_agg(translate(encode(convert_to(CAST(json_build_array('id+>'::text, t1.id) AS TEXT), 'UTF8'), 'base64'), E'+/\n=', '-_') ORDER BY t1._place DESC) FILTER (WHERE t1._place <= 1))[1]) AS "pageInfo" 
FROM (SELECT row_number() OVER (ORDER BY t0.id ASC) AS _place, t0.tenant_id AS tenant_id, t0.id AS id, t0.external_id AS external_id, t0.created_at AS created_at, t0.updated_at AS updated_at, t0.version AS version, t0.name AS name, t0.name_folded AS name_folded, t0.colour AS colour, t0.description AS description 
FROM tag AS t0 
WHERE t0.tenant_id = $1::UUID ORDER BY t0.id ASC 
 LIMIT 2) AS t1 
HAVING true) AS t2) AS f0
