"""Which satellites pass over a place, and when: computed with SGP4 from real element sets (see PROVENANCE.md)."""

import math
import os
from datetime import datetime, timezone

from sgp4 import MU_KM3_PER_S2, TWO_PI, read_elements

# WGS-84.
EQUATOR_KM = 6378.137
FLATTENING = 1.0 / 298.257223563
EARTH_RAD_PER_S = 7.292115e-5

DEFAULTS = {"city": "Vienna", "lat": 48.2082, "lon": 16.3738, "altitude_m": 0.0, "hours": 2, "max_satellites": 40,
            "min_elevation": 10.0, "start": None}
# A pass of a satellite in low orbit lasts minutes: at this step its culmination can't be overlooked.
STEP_S = 20.0
FAR_BELOW_HORIZON_RAD = -0.1

# Read once per sandbox, not once per invocation.
SATELLITES = read_elements(os.path.join(os.path.dirname(os.path.abspath(__file__)), "starlink.tle"))


def handler(event, context):
    asked = _checked(event or {})
    satellites = SATELLITES[: asked["max_satellites"]]
    place = Place(asked["lat"], asked["lon"], asked["altitude_m"])
    from_s = asked["start"]
    to_s = from_s + asked["hours"] * 3600.0
    passes = [found for s in satellites for found in passes_of(s, place, from_s, to_s, asked["min_elevation"])]
    passes.sort(key=lambda found: (found["rise"], found["satellite"]))
    return {
        "city": asked["city"],
        "lat": asked["lat"],
        "lon": asked["lon"],
        "from": _utc(from_s),
        "to": _utc(to_s),
        "minElevationDeg": asked["min_elevation"],
        "satellites": len(satellites),
        "count": len(passes),
        "passes": passes,
    }


class Place:
    """A point on the ground, with its up, north and east, fixed to the turning earth."""

    def __init__(self, lat_deg, lon_deg, altitude_m):
        lat, lon = math.radians(lat_deg), math.radians(lon_deg)
        sin_lat, cos_lat, sin_lon, cos_lon = math.sin(lat), math.cos(lat), math.sin(lon), math.cos(lon)
        e2 = FLATTENING * (2.0 - FLATTENING)
        normal = EQUATOR_KM / math.sqrt(1.0 - e2 * sin_lat * sin_lat)
        height = altitude_m / 1000.0
        self.position = (
            (normal + height) * cos_lat * cos_lon,
            (normal + height) * cos_lat * sin_lon,
            (normal * (1.0 - e2) + height) * sin_lat,
        )
        self.up = (cos_lat * cos_lon, cos_lat * sin_lon, sin_lat)
        self.north = (-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat)
        self.east = (-sin_lon, cos_lon, 0.0)

    def look(self, satellite, utc_s):
        """Elevation and azimuth in radians, range in km."""
        (x, y, z), _ = satellite.teme_km(satellite.minutes_since_epoch(utc_s))
        angle = sidereal_rad(utc_s)
        cos_a, sin_a = math.cos(angle), math.sin(angle)
        px, py, pz = self.position
        line = (cos_a * x + sin_a * y - px, cos_a * y - sin_a * x - py, z - pz)
        distance = math.sqrt(_dot(line, line))
        elevation = math.asin(_dot(line, self.up) / distance)
        azimuth = math.atan2(_dot(line, self.east), _dot(line, self.north)) % TWO_PI
        return elevation, azimuth, distance


def passes_of(satellite, place, from_s, to_s, min_elevation_deg):
    """All passes that culminate between the two instants. A rise or set may lie a little outside of them."""
    least = math.radians(min_elevation_deg)

    def elevation(utc_s):
        return place.look(satellite, utc_s)[0]

    far_s = _far_from_rising(satellite, place)
    found, samples, here_s = [], [], from_s - STEP_S
    while here_s <= to_s + STEP_S:
        samples = [*samples[-2:], elevation(here_s)]
        if len(samples) == 3 and samples[0] <= samples[1] > samples[2]:
            top_s = _highest(elevation, here_s - 2.0 * STEP_S, here_s)
            if from_s <= top_s <= to_s and elevation(top_s) >= least:
                found.append(_described(satellite, place, top_s, least))
        ahead_s = far_s(here_s) if samples[-1] < FAR_BELOW_HORIZON_RAD else 0.0
        if ahead_s > STEP_S:
            samples = []
        here_s += max(STEP_S, ahead_s)
    return found


def _far_from_rising(satellite, place):
    """A lower bound of the seconds until a satellite reaches the horizon, from the arc between the two on the ground.

    The arc shrinks no faster than the satellite and the earth turn, plus 2 % for an orbit that isn't round."""
    height = (MU_KM3_PER_S2 / (satellite.n / 60.0) ** 2) ** (1.0 / 3.0) * (1.0 + satellite.eccentricity)
    horizon_arc = math.acos(6356.0 / height) + math.radians(2.0)
    rate = 1.02 * (satellite.n / 60.0 * (1.0 + satellite.eccentricity) ** 2 + EARTH_RAD_PER_S)

    def seconds(utc_s):
        (x, y, z), _ = satellite.teme_km(satellite.minutes_since_epoch(utc_s))
        angle = sidereal_rad(utc_s)
        cos_a, sin_a = math.cos(angle), math.sin(angle)
        ground = (cos_a * x + sin_a * y, cos_a * y - sin_a * x, z)
        arc = math.acos(max(-1.0, min(1.0, _dot(ground, place.up) / math.sqrt(_dot(ground, ground)))))
        return (arc - horizon_arc) / rate

    return seconds


def _highest(elevation, left_s, right_s):
    """Golden-section search of the maximum, to 10 ms."""
    ratio = (math.sqrt(5.0) - 1.0) / 2.0
    a, b = right_s - ratio * (right_s - left_s), left_s + ratio * (right_s - left_s)
    at_a, at_b = elevation(a), elevation(b)
    while right_s - left_s > 0.01:
        if at_a > at_b:
            right_s, b, at_b = b, a, at_a
            a = right_s - ratio * (right_s - left_s)
            at_a = elevation(a)
        else:
            left_s, a, at_a = a, b, at_b
            b = left_s + ratio * (right_s - left_s)
            at_b = elevation(b)
    return 0.5 * (left_s + right_s)


def _crossing(elevation, inside_s, step_s, least):
    """The instant at which the elevation falls to the least, going from the inside by steps, to 10 ms."""
    outside_s = inside_s + step_s
    while elevation(outside_s) >= least:
        inside_s, outside_s = outside_s, outside_s + step_s
    while abs(outside_s - inside_s) > 0.01:
        middle_s = 0.5 * (inside_s + outside_s)
        if elevation(middle_s) >= least:
            inside_s = middle_s
        else:
            outside_s = middle_s
    return inside_s


def _described(satellite, place, top_s, least):
    def elevation(utc_s):
        return place.look(satellite, utc_s)[0]

    rise_s = _crossing(elevation, top_s, -60.0, least)
    set_s = _crossing(elevation, top_s, 60.0, least)
    top, _, distance = place.look(satellite, top_s)
    return {
        "satellite": satellite.name,
        "noradId": satellite.norad_id,
        "rise": _utc(rise_s),
        "culmination": _utc(top_s),
        "set": _utc(set_s),
        "durationS": round(set_s - rise_s, 1),
        "maxElevationDeg": round(math.degrees(top), 2),
        "rangeKm": round(distance, 1),
        "riseAzimuthDeg": round(math.degrees(place.look(satellite, rise_s)[1]), 1),
        "setAzimuthDeg": round(math.degrees(place.look(satellite, set_s)[1]), 1),
    }


def sidereal_rad(utc_s):
    """Greenwich mean sidereal time of 1982, with UTC taken for UT1 (they differ by less than 0.9 s)."""
    days = utc_s / 86400.0 - 10957.5  # since 2000-01-01T12:00
    century = days / 36525.0
    seconds = 67310.54841 + (
        3164400184.812866 + (0.093104 - 6.2e-6 * century) * century
    ) * century
    return seconds % 86400.0 * TWO_PI / 86400.0


def _checked(event):
    """The event with defaults; says all that is wrong with it at once."""
    if not isinstance(event, dict):
        raise ValueError(f"the event is an object such as {{\"city\": \"Vienna\", \"lat\": 48.2, \"lon\": 16.37}}, got {event!r}")
    asked = {**DEFAULTS, **event}
    problems = [f"{key}: unknown, known are {', '.join(DEFAULTS)}" for key in event if key not in DEFAULTS]
    if ("lat" in event) != ("lon" in event):
        problems.append("lat and lon: give both, in degrees")
    elif event.get("city", DEFAULTS["city"]) != DEFAULTS["city"] and "lat" not in event:
        problems.append(f"city: is only a label, give lat and lon of {event['city']!r} too")
    for key, low, high in (("lat", -90, 90), ("lon", -180, 180), ("altitude_m", -500, 9000), ("hours", 0, 48),
                           ("min_elevation", 0, 85), ("max_satellites", 1, len(SATELLITES))):
        value = asked[key]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            problems.append(f"{key}: a number from {low} to {high}, got {value!r}")
    if not problems:
        asked["max_satellites"] = int(asked["max_satellites"])
    try:
        asked["start"] = _start_s(asked["start"])
    except (TypeError, ValueError):
        problems.append(f"start: a UTC time such as 2024-12-15T12:00:00Z, got {asked['start']!r}")
    if problems:
        raise ValueError("; ".join(problems))
    return asked


def _start_s(start):
    """Elements age by kilometres a day: without a start, time begins at the newest of them, at the full hour."""
    if start is None:
        return math.floor(max(s.epoch_s for s in SATELLITES) / 3600.0) * 3600.0
    moment = datetime.fromisoformat(start.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


def _utc(utc_s):
    return datetime.fromtimestamp(utc_s, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
