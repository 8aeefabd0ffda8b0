"""python3 -m unittest discover -s examples/functions/tests"""

import csv
import math
import os
import sys
import time
import unittest
from datetime import datetime

HERE = os.path.dirname(os.path.abspath(__file__))
FUNCTION = os.path.join(HERE, "..", "passes")
sys.path.insert(0, FUNCTION)

import passes  # noqa: E402
import sgp4  # noqa: E402

VIENNA = {"city": "Vienna", "lat": 48.2082, "lon": 16.3738, "hours": 2, "max_satellites": 40}


class Sgp4Test(unittest.TestCase):
    def test_agrees_with_published_model_to_a_millimetre(self):
        satellites = {s.name: s for s in passes.SATELLITES}
        with open(os.path.join(HERE, "sgp4_sample_20sats.csv"), encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(100, len(rows))
        for row in rows:
            satellite = satellites[row["name"]]
            utc_s = datetime.fromisoformat(row["utc"].replace("Z", "+00:00")).timestamp()
            position, velocity = satellite.teme_km(satellite.minutes_since_epoch(utc_s))
            self.assertLess(math.dist(position, [float(row[k]) for k in ("x_km", "y_km", "z_km")]), 1e-6, row)
            self.assertLess(math.dist(velocity, [float(row[k]) for k in ("vx_km_s", "vy_km_s", "vz_km_s")]), 1e-8, row)

    def test_refuses_a_line_with_a_wrong_digit(self):
        with open(os.path.join(FUNCTION, "starlink.tle"), encoding="ascii") as file:
            name, line1, line2 = (file.readline().rstrip("\n") for _ in range(3))
        wrong = line2[:10] + ("1" if line2[10] != "1" else "2") + line2[11:]
        with self.assertRaisesRegex(sgp4.ElementsError, "checksum"):
            sgp4.Satellite(name, line1, wrong)
        with self.assertRaisesRegex(sgp4.ElementsError, "69 columns"):
            sgp4.Satellite(name, line1, line2[:60])

    def test_refuses_a_high_orbit(self):
        with open(os.path.join(FUNCTION, "starlink.tle"), encoding="ascii") as file:
            name, line1, line2 = (file.readline().rstrip("\n") for _ in range(3))
        slow = line2[:52] + " 2.00000000" + line2[63:68]
        slow += str(sgp4._checksum(slow))
        with self.assertRaisesRegex(sgp4.ElementsError, "225 minutes"):
            sgp4.Satellite(name, line1, slow)


class PassesTest(unittest.TestCase):
    def test_finds_the_passes_that_a_look_every_second_finds(self):
        for lat, lon in ((48.2082, 16.3738), (-33.87, 151.21), (0.0, -78.5), (52.9, -1.2)):
            place = passes.Place(lat, lon, 0.0)
            start = passes._start_s(None)
            for satellite in passes.SATELLITES[::6]:
                found = passes.passes_of(satellite, place, start, start + 7200.0, 10.0)
                self.assertEqual(looked_for(satellite, place, start, 7200), len(found), satellite.name)

    def test_rise_and_set_are_at_the_least_elevation(self):
        place = passes.Place(VIENNA["lat"], VIENNA["lon"], 0.0)
        satellites = {s.name: s for s in passes.SATELLITES}
        answer = passes.handler(VIENNA, None)
        self.assertGreater(answer["count"], 0)
        for found in answer["passes"]:
            self.assertLessEqual(found["rise"], found["culmination"])
            self.assertLessEqual(found["culmination"], found["set"])
            for when, expected in (("rise", 10.0), ("set", 10.0), ("culmination", found["maxElevationDeg"])):
                utc_s = datetime.fromisoformat(found[when].replace("Z", "+00:00")).timestamp()
                elevation, _, _ = place.look(satellites[found["satellite"]], utc_s)
                self.assertAlmostEqual(expected, math.degrees(elevation), delta=0.02)

    def test_default_event_is_the_one_for_vienna_and_takes_less_than_two_seconds(self):
        began = time.perf_counter()
        answer = passes.handler({}, None)
        self.assertLess(time.perf_counter() - began, 2.0)
        self.assertEqual(passes.handler(VIENNA, None), answer)
        self.assertEqual("2024-12-15T13:00:00.000Z", answer["from"])

    def test_names_all_problems_at_once(self):
        with self.assertRaisesRegex(ValueError, "planet: unknown.*lat: a number from -90 to 90, got 123.*start: a UTC"):
            passes.handler({"planet": "Mars", "lat": 123, "lon": 16, "start": "noon"}, None)
        with self.assertRaisesRegex(ValueError, "give lat and lon of 'Graz'"):
            passes.handler({"city": "Graz"}, None)


class SiderealTimeTest(unittest.TestCase):
    def test_is_that_of_the_almanac(self):
        # Meeus, Astronomical Algorithms, example 12.b: 1987-04-10T19:21:00 UT is 8 h 34 min 57.0896 s.
        utc_s = datetime.fromisoformat("1987-04-10T19:21:00+00:00").timestamp()
        expected = (8 * 3600 + 34 * 60 + 57.0896) / 86400 * 2 * math.pi
        self.assertAlmostEqual(expected, passes.sidereal_rad(utc_s), delta=1e-8)


def looked_for(satellite, place, start, seconds):
    """Culminations at 10 degrees or more, by a look every second."""
    looks = [place.look(satellite, start + s)[0] for s in range(-1, seconds + 2)]
    least = math.radians(10.0)
    return sum(
        1 for i in range(1, len(looks) - 1) if looks[i - 1] <= looks[i] > looks[i + 1] and looks[i] >= least
    )


if __name__ == "__main__":
    unittest.main()
