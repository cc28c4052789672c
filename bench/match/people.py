#!/usr/bin/env python3
"""people.py N SEED > people.csv : records as agencies write them down, with the true answer, to train and to try the model.

Takes the made-up people of bench/link/generate (names in four scripts and several romanisations, slips, changed places) and gives each
what a registry also has: a day of birth, a year of birth only, or neither; sometimes a document or a telephone, with a wrong key now and
then, a new number, or the telephone of a house many live in. No real person, no outside data.
"""
import csv
import os
import random
import subprocess
import sys

R = random.Random(int(sys.argv[2]) * 31 + 5)
here = os.path.dirname(os.path.abspath(__file__))
source = subprocess.Popen([sys.executable, os.path.join(here, "..", "link", "generate"), sys.argv[1], sys.argv[2]],
	stdout=subprocess.PIPE, text=True)
rows = csv.DictReader(source.stdout)
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["id", "cluster", "given", "family", "born", "document", "phone"])


def digits(n):
	return "".join(R.choice("0123456789") for _ in range(n))


def slip(number):
	i = R.randrange(len(number) - 1)
	if R.random() < 0.5:
		return number[:i] + R.choice("0123456789") + number[i + 1:]
	return number[:i] + number[i + 1] + number[i] + number[i + 2:]


houses = ["370" + digits(8) for _ in range(40)]
known = {}
for row in rows:
	document, phone = known.setdefault(row["cluster"], (R.choice("ABCEFKPTX") + R.choice("ABCEFKPTX") + digits(7), "370" + digits(8)))
	born = row["dob"]
	kind = R.random()
	if kind < 0.35:
		born = born[:4]
	elif kind < 0.40:
		born = ""
	if R.random() < 0.72:
		document = ""
	elif R.random() < 0.06:
		document = slip(document)
	elif R.random() < 0.06:
		document = R.choice("ABCEFKPTX") + R.choice("ABCEFKPTX") + digits(7)
	where = R.random()
	if where < 0.70:
		phone = ""
	elif where < 0.74:
		phone = R.choice(houses)
	elif where < 0.80:
		phone = "370" + digits(8)
	elif where < 0.82:
		phone = slip(phone)
	out.writerow([row["unique_id"], row["cluster"], row["first_name"], row["surname"], born, document, phone])
