#!/usr/bin/env python3
"""peer.py - run Splink end to end on a labelled CSV and print one JSON report.

What it reports
    wall seconds per phase (load, lambda, u, each EM pass, predict, cluster),
    peak RSS of the process, number of scored pairs, blocking recall,
    pairwise precision / recall / F1 at a ladder of match-weight thresholds
    (recall is against ALL true pairs, also those blocking never proposed),
    cluster-level pairwise P/R/F1 after connected components,
    and, if asked, the latency of "one new record against the registry".

Needs (on a machine that reaches PyPI)
    python -m venv v && . v/bin/activate
    pip install "splink==4.0.*" duckdb pandas pyarrow        # or: pip install splink pandas
    optional backends: pip install "splink[postgres]" ; pip install rapidfuzz  (sqlite)

Input
    a CSV with a header, a unique id column and a column `cluster` (the truth).
    --csv2 gives the second file of a two-file (link_only) job.

Examples
    python peer.py --csv data/linkage/historical_50k.csv --preset historical_50k
    python peer.py --csv data/linkage/febrl3.csv --preset febrl3
    python peer.py --csv data/linkage/febrl4a.csv --csv2 data/linkage/febrl4b.csv --preset febrl4
    python peer.py --csv big.csv --preset registry --threads 2 --db run.duckdb --lean
    python peer.py --csv data/linkage/historical_50k.csv --preset historical_50k --backend sqlite
    python peer.py --csv data/linkage/historical_50k.csv --preset historical_50k --backend postgres --pg postgresql://user:pw@127.0.0.1/db

Works with the Splink 4 and Splink 5 interfaces (the call signatures differ).
"""
import argparse
import json
import os
import platform
import resource
import sys
import time

TRUTH = "cluster"


# --------------------------------------------------------------------------
# presets: columns, blocking rules, comparisons, training passes
# --------------------------------------------------------------------------
def preset(name):
    import splink.comparison_library as cl
    from splink import block_on

    if name == "historical_50k":
        return dict(
            uid="unique_id",
            link="dedupe_only",
            derive={"name_concat": "first_name || ' ' || surname"},
            blocking=[
                block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
                block_on("surname", "dob"),
                block_on("first_name", "dob"),
                block_on("postcode_fake", "first_name"),
                block_on("postcode_fake", "surname"),
                block_on("dob", "birth_place"),
                block_on("substr(postcode_fake,1,3)", "dob"),
                block_on("substr(postcode_fake,1,3)", "first_name"),
                block_on("substr(postcode_fake,1,3)", "surname"),
                block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
            ],
            comparisons=[
                cl.ForenameSurnameComparison(
                    "first_name", "surname", forename_surname_concat_col_name="name_concat"
                ),
                cl.DateOfBirthComparison("dob", input_is_string=True),
                cl.PostcodeComparison("postcode_fake"),
                cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
                cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
            ],
            prior=[
                block_on("first_name", "surname", "dob"),
                block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
                block_on("dob", "postcode_fake"),
            ],
            prior_recall=0.6,
            em=[block_on("first_name", "surname"), block_on("dob")],
            u_pairs=1e7,
        )

    if name in ("febrl3", "febrl4", "febrl"):
        link = "link_only" if name == "febrl4" else "dedupe_only"
        return dict(
            uid="rec_id",
            link=link,
            derive={},
            blocking=[
                block_on("given_name", "surname"),
                "l.given_name = r.surname and l.surname = r.given_name",
                block_on("date_of_birth"),
                block_on("soc_sec_id"),
                block_on("state", "address_1"),
                block_on("street_number", "address_1"),
                block_on("postcode"),
            ],
            comparisons=[
                cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
                cl.NameComparison("surname").configure(term_frequency_adjustments=True),
                cl.DateOfBirthComparison(
                    "date_of_birth",
                    input_is_string=True,
                    datetime_format="%Y%m%d",
                    invalid_dates_as_null=True,
                ),
                cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
                cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
                    term_frequency_adjustments=True
                ),
            ],
            prior=[block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
            prior_recall=0.8 if link == "link_only" else 0.9,
            em=[block_on("date_of_birth"), block_on("postcode")],
            u_pairs=1e6,
        )

    if name == "registry":
        # our own shape: first_name, surname, dob (YYYY-MM-DD), city, nationality
        return dict(
            uid="unique_id",
            link="dedupe_only",
            derive={},
            blocking=[
                block_on("surname", "dob"),
                block_on("first_name", "dob"),
                block_on("substr(first_name,1,3)", "substr(surname,1,4)", "substr(dob,1,4)"),
                block_on("dob", "city"),
            ],
            comparisons=[
                cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
                cl.NameComparison("surname").configure(term_frequency_adjustments=True),
                cl.DateOfBirthComparison("dob", input_is_string=True),
                cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            ],
            prior=[block_on("first_name", "surname", "dob")],
            prior_recall=0.6,
            # selective passes: a loose one (first_name + surname alone) makes 10^8 pairs per 10^6 records
            em=[
                block_on("surname", "dob"),
                block_on("dob", "city", "nationality"),
                block_on("first_name", "surname", "city"),
            ],
            u_pairs=1e7,
        )
    raise SystemExit(f"unknown preset {name}")


# --------------------------------------------------------------------------
# small adapters over the backends
# --------------------------------------------------------------------------
class Clock:
    def __init__(self):
        self.phases = []

    def __call__(self, label):
        clock = self

        class _T:
            def __enter__(self):
                self.t, self.c = time.perf_counter(), time.process_time()

            def __exit__(self, *a):
                w = time.perf_counter() - self.t
                c = time.process_time() - self.c
                clock.phases.append({"phase": label, "wall_s": round(w, 3), "cpu_s": round(c, 3)})
                print(f"  {label:<28} {w:9.2f} s wall {c:9.2f} s cpu", file=sys.stderr, flush=True)

        return _T()


def read_csv_pandas(path, uid, derive):
    import pandas as pd

    df = pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)
    df.columns = [c.strip() for c in df.columns]
    for c in df.columns:
        df[c] = df[c].str.strip()
    df = df.where(df != "", None)
    if "name_concat" in derive:
        df["name_concat"] = df["first_name"] + " " + df["surname"]
    return df


def open_backend(a, cfg, paths):
    """-> (db_api, list of inputs for the Linker, sql(fn) -> list of tuples, kind)"""
    if a.backend == "duckdb":
        import duckdb
        from splink import DuckDBAPI

        con = duckdb.connect(database=a.db or ":memory:")
        if a.threads:
            con.execute(f"set threads to {a.threads}")
        if a.memory:
            con.execute(f"set memory_limit='{a.memory}'")
        names = []
        for i, p in enumerate(paths):
            t = f"input_{i}"
            con.execute(
                f"create or replace table {t}_raw as select * from "
                f"read_csv('{p}', header=true, all_varchar=true)"
            )
            cols = [
                r[0]
                for r in con.execute(
                    "select column_name from information_schema.columns "
                    f"where table_name='{t}_raw' order by ordinal_position"
                ).fetchall()
            ]
            sel = ", ".join(f"nullif(trim(\"{c}\"),'') as \"{c.strip()}\"" for c in cols)
            con.execute(f"create or replace table {t}_c as select {sel} from {t}_raw")
            extra = "".join(f", {e} as {n}" for n, e in cfg["derive"].items())
            con.execute(f"create or replace table {t} as select *{extra} from {t}_c")
            con.execute(f"drop table {t}_raw; drop table {t}_c;")
            names.append(t)
        api = DuckDBAPI(connection=con)
        return api, names, lambda q: con.execute(q).fetchall()

    if a.backend == "sqlite":
        import sqlite3
        from splink.backends.sqlite import SQLiteAPI

        con = sqlite3.connect(a.db or ":memory:")
        api = SQLiteAPI(con)
        names = []
        for i, p in enumerate(paths):
            read_csv_pandas(p, cfg["uid"], cfg["derive"]).to_sql(f"input_{i}", con, index=False)
            names.append(f"input_{i}")
        return api, names, lambda q: con.execute(q).fetchall()

    if a.backend == "postgres":
        from sqlalchemy import create_engine, text
        from splink.backends.postgres import PostgresAPI

        eng = create_engine(a.pg)
        api = PostgresAPI(engine=eng)
        names = []
        for i, p in enumerate(paths):
            read_csv_pandas(p, cfg["uid"], cfg["derive"]).to_sql(
                f"input_{i}", eng, index=False, if_exists="replace"
            )
            names.append(f"input_{i}")

        def q(s):
            with eng.connect() as c:
                return [tuple(r) for r in c.execute(text(s)).fetchall()]

        return api, names, q
    raise SystemExit("backend: duckdb, sqlite or postgres")


def make_linker(api, tables, settings):
    from splink import Linker

    if hasattr(api, "register"):  # Splink 5
        sdfs = [api.register(t, dataset_display_name=f"d{i}") for i, t in enumerate(tables)]
        return Linker(sdfs[0] if len(sdfs) == 1 else sdfs, settings)
    arg = tables[0] if len(tables) == 1 else tables
    return Linker(arg, settings, db_api=api)  # Splink 4


def prf(tp, n_pred, n_true):
    p = tp / n_pred if n_pred else 0.0
    r = tp / n_true if n_true else 0.0
    f = 2 * p * r / (p + r) if p + r else 0.0
    return {"precision": round(p, 5), "recall": round(r, 5), "f1": round(f, 5)}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--csv", required=True)
    ap.add_argument("--csv2")
    ap.add_argument("--preset", required=True)
    ap.add_argument("--backend", default="duckdb")
    ap.add_argument("--threads", type=int, default=0)
    ap.add_argument("--memory", help="DuckDB memory_limit, e.g. 4GB")
    ap.add_argument("--db", help="database file (out of core) instead of memory")
    ap.add_argument("--pg", help="SQLAlchemy URL for the postgres backend")
    ap.add_argument("--u-pairs", type=float, help="cap of the random sample for u")
    ap.add_argument("--lean", action="store_true", help="keep only ids and scores in the output")
    ap.add_argument("--min-weight", type=float, help="drop pairs under this match weight in predict()")
    ap.add_argument("--cluster-weight", type=float, help="clustering threshold (default: best F1)")
    ap.add_argument("--realtime", type=int, default=0, help="time N single-record look-ups")
    ap.add_argument("--pairs-out", help="write id_l,id_r,match_weight CSV (duckdb only)")
    ap.add_argument("--json", help="also write the report to this file")
    a = ap.parse_args()

    import splink
    from splink import SettingsCreator

    clock = Clock()
    t_all = time.perf_counter()
    cfg = preset(a.preset)
    paths = [a.csv] + ([a.csv2] if a.csv2 else [])
    uid = cfg["uid"]

    with clock("load csv"):
        api, tables, sql = open_backend(a, cfg, paths)
    n_rec = [int(sql(f"select count(*) from {t}")[0][0]) for t in tables]

    settings = SettingsCreator(
        link_type=cfg["link"],
        unique_id_column_name=uid,
        blocking_rules_to_generate_predictions=cfg["blocking"],
        comparisons=cfg["comparisons"],
        additional_columns_to_retain=[TRUTH],
        retain_matching_columns=not a.lean,
        retain_intermediate_calculation_columns=not a.lean,
    )
    linker = make_linker(api, tables, settings)

    with clock("lambda (prior)"):
        linker.training.estimate_probability_two_random_records_match(
            cfg["prior"], recall=cfg["prior_recall"]
        )
    with clock("u by random pairs"):
        linker.training.estimate_u_using_random_sampling(max_pairs=a.u_pairs or cfg["u_pairs"])
    for i, rule in enumerate(cfg["em"]):
        with clock(f"EM pass {i + 1}"):
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule, estimate_without_term_frequencies=True
            )
    kw = {} if a.min_weight is None else {"threshold_match_weight": a.min_weight}
    with clock("predict (block+compare+score)"):
        pred = linker.inference.predict(**kw)
    P = pred.physical_name
    n_pairs = int(sql(f"select count(*) from {P}")[0][0])

    # ---- truth ------------------------------------------------------------
    if cfg["link"] == "link_only":
        n_true = int(sql(
            f"select count(*) from {tables[0]} l join {tables[1]} r on l.{TRUTH}=r.{TRUTH}")[0][0])
        possible = n_rec[0] * n_rec[1]
    else:
        n_true = int(sql(
            f"select sum(n*(n-1)/2) from (select count(*) n from {tables[0]} group by {TRUTH}) t")[0][0])
        possible = n_rec[0] * (n_rec[0] - 1) // 2

    # bucket by 0.5 of match weight: one pass over the table gives the whole curve
    rows = sql(
        f"select floor(match_weight*2)/2.0 b, count(*) n, "
        f"sum(case when {TRUTH}_l={TRUTH}_r then 1 else 0 end) tp from {P} group by 1 order by 1 desc")
    curve, n_acc, tp_acc, best = [], 0, 0, None
    for b, n, tp in rows:
        n_acc += int(n)
        tp_acc += int(tp)
        m = {"match_weight": float(b), "pairs": n_acc, "tp": tp_acc, **prf(tp_acc, n_acc, n_true)}
        curve.append(m)
        if best is None or m["f1"] > best["f1"]:
            best = m

    cw = a.cluster_weight if a.cluster_weight is not None else best["match_weight"]
    cluster = None
    try:
        with clock("cluster (conn. components)"):
            try:
                cdf = linker.clustering.cluster_pairwise_predictions_at_threshold(
                    pred, threshold_match_weight=cw)
            except TypeError:
                prob = 2.0 ** cw / (1.0 + 2.0 ** cw)
                cdf = linker.clustering.cluster_pairwise_predictions_at_threshold(
                    pred, threshold_match_probability=prob)
        K = cdf.physical_name
        if cfg["link"] == "dedupe_only":
            pred_pairs = int(sql(
                f"select sum(n*(n-1)/2) from (select count(*) n from {K} group by cluster_id) t")[0][0])
            tp_pairs = int(sql(
                f"select coalesce(sum(n*(n-1)/2),0) from (select count(*) n from {K} "
                f"group by cluster_id, {TRUTH}) t")[0][0])
            cluster = {
                "match_weight": cw,
                "clusters": int(sql(f"select count(distinct cluster_id) from {K}")[0][0]),
                "true_clusters": int(sql(f"select count(distinct {TRUTH}) from {tables[0]}")[0][0]),
                "largest": int(sql(f"select max(n) from (select count(*) n from {K} group by cluster_id) t")[0][0]),
                **prf(tp_pairs, pred_pairs, n_true),
            }
    except Exception as e:  # report the run even when a backend cannot cluster
        cluster = {"error": f"{type(e).__name__}: {str(e)[:300]}"}

    realtime = None
    if a.realtime:
        realtime = bench_realtime(linker, api, tables, sql, uid, a.realtime, cfg)

    if a.pairs_out and a.backend == "duckdb":
        sql(f"copy (select {uid}_l, {uid}_r, match_weight from {P}) to '{a.pairs_out}' (header)")

    rep = {
        "splink": splink.__version__,
        "backend": a.backend,
        "python": platform.python_version(),
        "cpu_count": os.cpu_count(),
        "threads": a.threads or None,
        "preset": a.preset,
        "records": n_rec,
        "possible_pairs": possible,
        "true_pairs": n_true,
        "scored_pairs": n_pairs,
        "reduction_ratio": round(1 - n_pairs / possible, 6),
        "blocking_recall": round(curve[-1]["tp"] / n_true, 5) if curve else 0.0,
        "phases": clock.phases,
        "wall_total_s": round(time.perf_counter() - t_all, 2),
        "pairs_per_s_predict": round(
            n_pairs / max(1e-9, next(p["wall_s"] for p in clock.phases if p["phase"].startswith("predict")))),
        "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "best_f1": best,
        "clustering": cluster,
        "realtime": realtime,
        "curve": [c for c in curve if float(c["match_weight"]).is_integer() and c["match_weight"] % 2 == 0],
    }
    out = json.dumps(rep, indent=1)
    print(out)
    if a.json:
        with open(a.json, "w") as f:
            f.write(out + "\n")


def bench_realtime(linker, api, tables, sql, uid, n, cfg):
    """Latency of one new record against everything already loaded."""
    t0 = tables[0]
    ids = [r[0] for r in sql(f"select {uid} from {t0} order by {uid} limit {n}")]
    times = []
    try:
        for c in {tf for comp in cfg["comparisons"] for tf in tf_columns(comp)}:
            linker.table_management.compute_tf_table(c)
    except Exception:
        pass
    for i, rid in enumerate(ids):
        name = f"newrec_{i}"
        rid_q = str(rid).replace("'", "''")
        sql(f"create table {name} as select * from {t0} where {uid}='{rid_q}'")
        sql(f"update {name} set {uid}='new-{i}'")
        t = time.perf_counter()
        try:
            if hasattr(linker.inference, "find_matches_to_new_records"):  # Splink 4
                r = linker.inference.find_matches_to_new_records(
                    name, blocking_rules=cfg["blocking"], match_weight_threshold=-4)
            else:  # Splink 5
                new = api.register(name, dataset_display_name=f"n{i}")
                reg = next(iter(linker._input_tables_dict.values()))
                r = linker.inference.predict_between(new, reg, threshold_match_weight=-4)
            k = sql(f"select count(*) from {r.physical_name}")[0][0]
        except Exception as e:
            return {"error": f"{type(e).__name__}: {str(e)[:400]}"}
        times.append((time.perf_counter() - t) * 1e3)
    times.sort()
    return {
        "n": len(times),
        "median_ms": round(times[len(times) // 2], 2),
        "p95_ms": round(times[int(len(times) * 0.95)], 2),
        "min_ms": round(times[0], 2),
        "last_hits": int(k),
    }


def tf_columns(comp):
    try:
        d = comp.get_comparison("duckdb")
        return [c.unquote().name for c in d._tf_adjustment_input_columns] if hasattr(
            d, "_tf_adjustment_input_columns") else []
    except Exception:
        return []


if __name__ == "__main__":
    main()
