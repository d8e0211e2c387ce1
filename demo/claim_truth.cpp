// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/claim.h"

#include <algorithm>
#include <cstdlib>

namespace trutina::demo {

namespace {

int countIn(const Scene& scene, const Subject& subject) {
    return static_cast<int>(std::count_if(scene.shapes.begin(), scene.shapes.end(),
                                          [&](const PlacedShape& shape) { return subject.matches(shape); }));
}

/// The only one, or null.
const PlacedShape* only(const Scene& scene, const Subject& subject) {
    const PlacedShape* found = nullptr;
    for (const PlacedShape& shape : scene.shapes) {
        if (subject.matches(shape)) {
            if (found != nullptr) {
                return nullptr;
            }
            found = &shape;
        }
    }
    return found;
}

const ClipShape* only(const Clip& clip, const Subject& subject) {
    const ClipShape* found = nullptr;
    for (const ClipShape& shape : clip.shapes) {
        if (subject.matches(shape.shape)) {
            if (found != nullptr) {
                return nullptr;
            }
            found = &shape;
        }
    }
    return found;
}

bool isAt(const PlacedShape& shape, Place place, const Scene& scene) {
    const int percentX = 100 * shape.x / (scene.width * kUnit);
    const int percentY = 100 * shape.y / (scene.height * kUnit);
    constexpr int kBefore = 42;
    constexpr int kAfter = 58;
    switch (place) {
    case Place::Left:
        return percentX < kBefore;
    case Place::Right:
        return percentX >= kAfter;
    case Place::Top:
        return percentY < kBefore;
    case Place::Bottom:
        return percentY >= kAfter;
    case Place::Centre:
        break;
    }
    return percentX >= kBefore && percentX < kAfter && percentY >= kBefore && percentY < kAfter;
}

bool liesTo(const PlacedShape& shape, Place place, const PlacedShape& other) {
    // Plainly so: their boxes do not share a column (or row) of pixels.
    const int reach = (halfExtent(shape.shape, shape.diameter) + halfExtent(other.shape, other.diameter)) * 3 / 4;
    switch (place) {
    case Place::Left:
        return other.x - shape.x > reach;
    case Place::Right:
        return shape.x - other.x > reach;
    case Place::Top:
        return other.y - shape.y > reach;
    case Place::Bottom:
        return shape.y - other.y > reach;
    case Place::Centre:
        break;
    }
    return false;
}

/// -1 smaller, 1 larger, 0 not plainly either.
int compareSizes(const PlacedShape& shape, const PlacedShape& other) {
    constexpr int kPlainly = 122; // hundredths
    if (shape.diameter * 100 >= other.diameter * kPlainly) {
        return 1;
    }
    return other.diameter * 100 >= shape.diameter * kPlainly ? -1 : 0;
}

bool holdsInPicture(const Claim& claim, int value, const Scene& scene) {
    const PlacedShape* const subject = only(scene, claim.subject);
    const PlacedShape* const other = only(scene, claim.other);
    switch (claim.asked) {
    case Asked::Count:
        return countIn(scene, claim.subject) == value;
    case Asked::Existence:
        return (countIn(scene, claim.subject) > 0) == (value == 1);
    case Asked::ColourOf:
        return subject != nullptr && static_cast<int>(subject->colour) == value;
    case Asked::PlaceOf:
        return subject != nullptr && isAt(*subject, static_cast<Place>(value), scene);
    case Asked::Relation:
        return subject != nullptr && other != nullptr && liesTo(*subject, static_cast<Place>(value), *other);
    case Asked::SizeOf:
        return subject != nullptr && sizeClassOf(*subject, scene) == value;
    case Asked::Larger:
    case Asked::Smaller:
    case Asked::IsLarger:
        if (subject != nullptr && other != nullptr && subject != other) {
            const int wanted = (claim.asked == Asked::Larger) == (value == 0) ? 1 : -1;
            return compareSizes(*subject, *other) == wanted;
        }
        return false;
    default:
        return false;
    }
}

bool holdsInPictures(const Claim& claim, int value, const std::vector<Scene>& pictures) {
    const auto index = static_cast<std::size_t>(value);
    const int here = countIn(pictures[index], claim.subject);
    const int there = countIn(pictures[1 - index], claim.subject);
    switch (claim.asked) {
    case Asked::WhichPicture:
        return here > 0 && there == 0;
    case Asked::MorePicture:
        return here > there;
    case Asked::FewerPicture:
        return here < there;
    default:
        return false;
    }
}

bool holdsInClip(const Claim& claim, int value, const Clip& clip) {
    if (claim.asked == Asked::Arrived) {
        return countIn(clip.frame(Clip::kSampled.back()), claim.subject) == value;
    }
    const ClipShape* const subject = only(clip, claim.subject);
    if (subject == nullptr) {
        return false;
    }
    if (claim.asked == Asked::DirectionOf) {
        return directionOf(*subject) == static_cast<Direction>(value);
    }
    const ClipShape* const other = only(clip, claim.other);
    if (other == nullptr || other == subject) {
        return false;
    }
    const ClipShape& named = value == 0 ? *subject : *other;
    const ClipShape& rest = value == 0 ? *other : *subject;
    const auto isTheOnly = [&](auto precedes) {
        return std::all_of(clip.shapes.begin(), clip.shapes.end(), [&](const ClipShape& shape) {
            return &shape == &named || precedes(arrivalOf(named), arrivalOf(shape));
        });
    };
    switch (claim.asked) {
    case Asked::First:
        return isTheOnly([](int a, int b) { return a < b; });
    case Asked::Last:
        return isTheOnly([](int a, int b) { return a > b; });
    case Asked::CameBefore:
        return arrivalOf(named) < arrivalOf(rest);
    case Asked::DidComeBefore:
        return value == 1 ? arrivalOf(*subject) < arrivalOf(*other) : arrivalOf(*other) < arrivalOf(*subject);
    default:
        return false;
    }
}

bool holds(const Claim& claim, int value, const Media& media) {
    if (media.clip) {
        return holdsInClip(claim, value, *media.clip);
    }
    return media.pictures.size() == 1 ? holdsInPicture(claim, value, media.pictures.front())
                                      : holdsInPictures(claim, value, media.pictures);
}

} // namespace

std::optional<int> truth(const Claim& claim, const Media& media) {
    const bool first = holds(claim, claim.values[0], media);
    const bool second = holds(claim, claim.values[1], media);
    if (first == second) {
        return std::nullopt;
    }
    return first ? 0 : 1;
}

} // namespace trutina::demo
