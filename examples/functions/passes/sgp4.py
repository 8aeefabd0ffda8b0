"""SGP4 for satellites with a period below 225 minutes, in plain Python.

The analytic model of Hoots and Roehrich (Spacetrack Report No. 3, 1980) with the corrections of Vallado and others
(Revisiting Spacetrack Report #3, AIAA 2006-6753). Constants are WGS-72, as published element sets expect. Positions
are in the TEME frame, in km; angles inside are radians, times minutes since the epoch of the elements.
"""

import math
from datetime import datetime, timezone

EARTH_RADIUS_KM = 6378.135  # WGS-72
MU_KM3_PER_S2 = 398600.8  # WGS-72
J2 = 0.001082616
J3 = -0.00000253881
J4 = -0.00000165597
# Square root of the gravity parameter, in earth radii^1.5 per minute.
KE = 60.0 / math.sqrt(EARTH_RADIUS_KM**3 / MU_KM3_PER_S2)
J3_OVER_J2 = J3 / J2
TWO_PI = 2.0 * math.pi
MINUTES_PER_DAY = 1440.0
DEEP_SPACE_PERIOD_MIN = 225.0


class ElementsError(ValueError):
    """An element set that can't be used; the message says which and why."""


def _checksum(line):
    total = 0
    for char in line[:68]:
        total += int(char) if char.isdigit() else char == "-"
    return total % 10


def _assumed_point(field):
    """A number such as ` 17578-2`, meaning 0.17578e-2."""
    field = field.strip()
    sign = -1.0 if field.startswith("-") else 1.0
    field = field.lstrip("+-")
    split = max(field.find("-"), field.find("+"))
    return sign * float("0." + field[:split]) * 10.0 ** int(field[split:])


class Satellite:
    """One satellite, made from its name and the two lines of its element set."""

    def __init__(self, name, line1, line2):
        self.name = name.strip()
        for number, line in (("1", line1), ("2", line2)):
            if len(line) < 69 or line[0] != number:
                raise ElementsError(f"{self.name}: line {number} of an element set has 69 columns, got {line!r}")
            if _checksum(line) != int(line[68]):
                raise ElementsError(f"{self.name}: line {number} fails its checksum, copy it again: {line!r}")
        self.norad_id = int(line1[2:7])
        year = int(line1[18:20])
        self.epoch_year = year + (2000 if year < 57 else 1900)
        self.epoch_day = float(line1[20:32])
        self.drag = _assumed_point(line1[53:61])
        self.inclination = math.radians(float(line2[8:16]))
        self.node = math.radians(float(line2[17:25]))
        self.eccentricity = float("0." + line2[26:33].strip())
        self.perigee_argument = math.radians(float(line2[34:42]))
        self.mean_anomaly = math.radians(float(line2[43:51]))
        self.motion = float(line2[52:63]) * TWO_PI / MINUTES_PER_DAY
        if TWO_PI / self.motion >= DEEP_SPACE_PERIOD_MIN:
            raise ElementsError(f"{self.name}: its period is above 225 minutes, this model serves near-earth orbits only")
        self._prepare()

    @property
    def epoch_s(self):
        """The epoch as Unix time."""
        return _new_year_s(self.epoch_year) + (self.epoch_day - 1.0) * 86400.0

    def minutes_since_epoch(self, utc_s):
        # The whole days are taken off first, so that the difference keeps its last digits.
        whole = int(self.epoch_day)
        since_day_s = utc_s - (_new_year_s(self.epoch_year) + (whole - 1) * 86400.0)
        return since_day_s / 60.0 - (self.epoch_day - whole) * MINUTES_PER_DAY

    def _prepare(self):
        """All that doesn't depend on time: Brouwer mean motion, secular rates, drag series."""
        e, i = self.eccentricity, self.inclination
        cos_i, sin_i = math.cos(i), math.sin(i)
        cos2, beta2 = cos_i * cos_i, 1.0 - e * e
        beta = math.sqrt(beta2)
        self.cos_i, self.sin_i = cos_i, sin_i
        self.three_cos2_minus_1 = 3.0 * cos2 - 1.0
        self.sin2 = 1.0 - cos2
        self.seven_cos2_minus_1 = 7.0 * cos2 - 1.0

        # The published mean motion is Kozai's; the theory needs Brouwer's.
        axis = (KE / self.motion) ** (2.0 / 3.0)
        d = 0.75 * J2 * self.three_cos2_minus_1 / (beta * beta2)
        delta = d / (axis * axis)
        axis *= 1.0 - delta * delta - delta * (1.0 / 3.0 + 134.0 * delta * delta / 81.0)
        n = self.motion / (1.0 + d / (axis * axis))
        a = (KE / n) ** (2.0 / 3.0)
        self.n, self.a = n, a
        perigee = a * (1.0 - e)
        self.short_drag_series = perigee < 220.0 / EARTH_RADIUS_KM + 1.0

        # The height where the density model begins is lower for low perigees.
        base_km = 78.0
        perigee_km = (perigee - 1.0) * EARTH_RADIUS_KM
        if perigee_km < 156.0:
            base_km = 20.0 if perigee_km < 98.0 else perigee_km - 78.0
        s = base_km / EARTH_RADIUS_KM + 1.0
        q_minus_s_4 = ((120.0 - base_km) / EARTH_RADIUS_KM) ** 4

        xi = 1.0 / (a - s)
        eta = a * e * xi
        eta2, e_eta = eta * eta, e * eta
        psi2 = abs(1.0 - eta2)
        coef = q_minus_s_4 * xi**4
        coef1 = coef / psi2**3.5
        c2 = coef1 * n * (
            a * (1.0 + 1.5 * eta2 + e_eta * (4.0 + eta2))
            + 0.375 * J2 * xi / psi2 * self.three_cos2_minus_1 * (8.0 + 3.0 * eta2 * (8.0 + eta2))
        )
        c1 = self.drag * c2
        c3 = -2.0 * coef * xi * J3_OVER_J2 * n * sin_i / e if e > 1e-4 else 0.0
        c4 = 2.0 * n * coef1 * a * beta2 * (
            eta * (2.0 + 0.5 * eta2)
            + e * (0.5 + 2.0 * eta2)
            - J2 * xi / (a * psi2) * (
                -3.0 * self.three_cos2_minus_1 * (1.0 - 2.0 * e_eta + eta2 * (1.5 - 0.5 * e_eta))
                + 0.75 * self.sin2 * (2.0 * eta2 - e_eta * (1.0 + eta2)) * math.cos(2.0 * self.perigee_argument)
            )
        )
        self.c1, self.eta = c1, eta
        self.drag_c4 = self.drag * c4
        self.drag_c5 = self.drag * 2.0 * coef1 * a * beta2 * (1.0 + 2.75 * (eta2 + e_eta) + e_eta * eta2)

        # Secular rates from J2, J2 squared and J4.
        p_inverse2 = 1.0 / (a * beta2) ** 2
        cos4 = cos2 * cos2
        k2 = 1.5 * J2 * p_inverse2 * n
        k22 = 0.5 * k2 * J2 * p_inverse2
        k4 = -0.46875 * J4 * p_inverse2 * p_inverse2 * n
        self.anomaly_rate = (
            n + 0.5 * k2 * beta * self.three_cos2_minus_1 + 0.0625 * k22 * beta * (13.0 - 78.0 * cos2 + 137.0 * cos4)
        )
        self.perigee_rate = (
            -0.5 * k2 * (1.0 - 5.0 * cos2)
            + 0.0625 * k22 * (7.0 - 114.0 * cos2 + 395.0 * cos4)
            + k4 * (3.0 - 36.0 * cos2 + 49.0 * cos4)
        )
        node_j2_rate = -k2 * cos_i
        self.node_rate = node_j2_rate + (
            0.5 * k22 * (4.0 - 19.0 * cos2) + 2.0 * k4 * (3.0 - 7.0 * cos2)
        ) * cos_i
        self.node_drag = 3.5 * beta2 * node_j2_rate * c1

        self.perigee_drag = self.drag * c3 * math.cos(self.perigee_argument)
        self.anomaly_drag = -(2.0 / 3.0) * coef * self.drag / e_eta if e > 1e-4 else 0.0
        self.anomaly_drag_at_epoch = (1.0 + eta * math.cos(self.mean_anomaly)) ** 3
        self.sin_anomaly_at_epoch = math.sin(self.mean_anomaly)
        divisor = 1.0 + cos_i if abs(1.0 + cos_i) > 1.5e-12 else 1.5e-12
        self.long_period_l = -0.25 * J3_OVER_J2 * sin_i * (3.0 + 5.0 * cos_i) / divisor
        self.long_period_y = -0.5 * J3_OVER_J2 * sin_i

        self.t2 = 1.5 * c1
        if not self.short_drag_series:
            c1_2 = c1 * c1
            d2 = 4.0 * a * xi * c1_2
            third = d2 * xi * c1 / 3.0
            d3 = (17.0 * a + s) * third
            d4 = 0.5 * third * a * xi * (221.0 * a + 31.0 * s) * c1
            self.d2, self.d3, self.d4 = d2, d3, d4
            self.t3 = d2 + 2.0 * c1_2
            self.t4 = 0.25 * (3.0 * d3 + c1 * (12.0 * d2 + 10.0 * c1_2))
            self.t5 = 0.2 * (3.0 * d4 + 12.0 * c1 * d3 + 6.0 * d2 * d2 + 15.0 * c1_2 * (2.0 * d2 + c1_2))

    def _mean_elements(self, t):
        """Semi-major axis, eccentricity, argument of perigee, node and mean longitude after t minutes."""
        anomaly = self.mean_anomaly + self.anomaly_rate * t
        perigee = self.perigee_argument + self.perigee_rate * t
        node = self.node + self.node_rate * t + self.node_drag * t * t
        shrink = 1.0 - self.c1 * t
        e_loss = self.drag_c4 * t
        advance = self.t2 * t * t
        if not self.short_drag_series:
            periodic = self.perigee_drag * t + self.anomaly_drag * (
                (1.0 + self.eta * math.cos(anomaly)) ** 3 - self.anomaly_drag_at_epoch
            )
            anomaly += periodic
            perigee -= periodic
            shrink -= t * t * (self.d2 + t * (self.d3 + t * self.d4))
            e_loss += self.drag_c5 * (math.sin(anomaly) - self.sin_anomaly_at_epoch)
            advance += t * t * t * (self.t3 + t * (self.t4 + t * self.t5))
        e = self.eccentricity - e_loss
        if not -0.001 <= e < 1.0:
            raise ElementsError(f"{self.name}: eccentricity {e:g} {t:.0f} min after the epoch, use newer elements")
        longitude = anomaly + self.n * advance + perigee + node
        return self.a * shrink * shrink, max(e, 1e-6), perigee, node, longitude

    def teme_km(self, minutes):
        """Position and velocity (km, km/s) in TEME, `minutes` after the epoch."""
        a, e, perigee, node, longitude = self._mean_elements(minutes)
        p_inverse = 1.0 / (a * (1.0 - e * e))
        ax = e * math.cos(perigee)
        ay = e * math.sin(perigee) + p_inverse * self.long_period_y
        u = math.fmod(longitude + p_inverse * self.long_period_l * ax - node, TWO_PI)

        # Kepler's equation in equinoctial form; Newton's method, steps of at most 0.95.
        guess = u
        for _ in range(10):
            sin_e, cos_e = math.sin(guess), math.cos(guess)
            step = (u - ay * cos_e + ax * sin_e - guess) / (1.0 - cos_e * ax - sin_e * ay)
            guess += max(-0.95, min(0.95, step))
            if abs(step) < 1e-12:
                break
        sin_e, cos_e = math.sin(guess), math.cos(guess)

        e_cos = ax * cos_e + ay * sin_e
        e_sin = ax * sin_e - ay * cos_e
        e2 = ax * ax + ay * ay
        p = a * (1.0 - e2)
        r = a * (1.0 - e_cos)
        beta = math.sqrt(1.0 - e2)
        share = e_sin / (1.0 + beta)
        sin_u = a / r * (sin_e - ay - ax * share)
        cos_u = a / r * (cos_e - ax + ay * share)
        sin_2u, cos_2u = 2.0 * sin_u * cos_u, 1.0 - 2.0 * sin_u * sin_u

        # Short-period terms of J2.
        n = KE / a**1.5
        k1 = 0.5 * J2 / p
        k2 = k1 / p
        radius = r * (1.0 - 1.5 * k2 * beta * self.three_cos2_minus_1) + 0.5 * k1 * self.sin2 * cos_2u
        angle = math.atan2(sin_u, cos_u) - 0.25 * k2 * self.seven_cos2_minus_1 * sin_2u
        node += 1.5 * k2 * self.cos_i * sin_2u
        inclination = self.inclination + 1.5 * k2 * self.cos_i * self.sin_i * cos_2u
        radial = math.sqrt(a) * e_sin / r - n * k1 * self.sin2 * sin_2u / KE
        along = math.sqrt(p) / r + n * k1 * (self.sin2 * cos_2u + 1.5 * self.three_cos2_minus_1) / KE
        if radius < 1.0:
            raise ElementsError(f"{self.name}: below the ground {minutes:.0f} min after the epoch, it has decayed")

        sin_a, cos_a = math.sin(angle), math.cos(angle)
        sin_n, cos_n = math.sin(node), math.cos(node)
        sin_i, cos_i = math.sin(inclination), math.cos(inclination)
        ux = cos_n * cos_a - sin_n * cos_i * sin_a
        uy = sin_n * cos_a + cos_n * cos_i * sin_a
        uz = sin_i * sin_a
        vx = -cos_n * sin_a - sin_n * cos_i * cos_a
        vy = -sin_n * sin_a + cos_n * cos_i * cos_a
        vz = sin_i * cos_a
        km, km_s = radius * EARTH_RADIUS_KM, EARTH_RADIUS_KM * KE / 60.0
        return (
            (km * ux, km * uy, km * uz),
            (
                km_s * (radial * ux + along * vx),
                km_s * (radial * uy + along * vy),
                km_s * (radial * uz + along * vz),
            ),
        )


def _new_year_s(year):
    return datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()


def read_elements(path):
    """All satellites of a file of three-line entries."""
    with open(path, encoding="ascii") as file:
        lines = [line.rstrip("\r\n") for line in file if line.strip()]
    if len(lines) % 3:
        raise ElementsError(f"{path}: {len(lines)} lines, but every satellite has three (name, line 1, line 2)")
    return [Satellite(*lines[i : i + 3]) for i in range(0, len(lines), 3)]
