-- refused 3: signal.heard may be NULL, so 'heard' is 'day?'

-- name: bad :one (id id) -> (heard day)
SELECT heard FROM signal WHERE id = :id;
