-- refused 3: 'heard' is declared code, signal.heard is day

-- name: bad :one (id id) -> (heard code?)
SELECT heard FROM signal WHERE id = :id;
