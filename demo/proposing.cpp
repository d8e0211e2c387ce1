// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/draws.h"
#include "demo/media_questions.h"

#include <algorithm>
#include <array>

namespace trutina::demo {

namespace {

Subject combinationOf(const PlacedShape& shape) {
    return {shape.shape, shape.colour};
}

Claim proposeCount(Random& random, Asked asked, const Scene& scene) {
    const bool isThere = !scene.shapes.empty() && random.chance(80);
    const Subject drawn = isThere ? combinationOf(random.pick(scene.shapes)) : drawCombination(random, Split::Training);
    const Subject subject = countedOf(random, *drawn.shape, *drawn.colour);
    const int count = static_cast<int>(std::count_if(scene.shapes.begin(), scene.shapes.end(),
                                                     [&](const PlacedShape& shape) { return subject.matches(shape); }));
    const int lower = count - random.coin();
    const int least = subject.shape || subject.colour ? 0 : 1;
    const int within = std::clamp(lower, least, mostCounted(subject) - 1);
    return {asked, subject, {}, {within, within + 1}};
}

std::optional<Claim> proposeColour(Random& random, const Scene& scene) {
    const PlacedShape shape = random.pick(scene.shapes);
    const Colour beside = random.pick(scene.shapes).colour;
    const Colour any = random.pick(kColours);
    const Colour wrong = random.chance(75) ? beside : any;
    if (wrong == shape.colour) {
        return std::nullopt;
    }
    return Claim{
        Asked::ColourOf, {shape.shape, std::nullopt}, {}, sorted(static_cast<int>(shape.colour), static_cast<int>(wrong))};
}

Claim proposeExistence(Random& random, const Scene& scene) {
    const PlacedShape shape = random.pick(scene.shapes);
    if (random.coin() == 0) {
        return {Asked::Existence, combinationOf(shape), {}, {0, 1}};
    }
    const Wish near = wishBeside(random, {combinationOf(shape)});
    return {Asked::Existence, {near.shape, near.colour}, {}, {0, 1}};
}

Claim proposePosition(Random& random, const Scene& scene) {
    const PlacedShape shape = random.pick(scene.shapes);
    const PlacedShape other = random.pick(scene.shapes);
    if (random.chance(40)) {
        return {Asked::Relation, combinationOf(shape), combinationOf(other), drawPlaces(random, false)};
    }
    Subject subject = combinationOf(shape);
    if (random.chance(30)) {
        subject.colour.reset();
    }
    return {Asked::PlaceOf, subject, {}, drawPlaces(random, true)};
}

Claim proposeSize(Random& random, const Scene& scene, Comparing comparing) {
    const Asked asked = drawSizeQuestion(random, comparing);
    const Subject subject = combinationOf(random.pick(scene.shapes));
    const Subject other = combinationOf(random.pick(scene.shapes));
    return {asked, subject, other, {0, 1}};
}

std::optional<Claim> proposeAboutPicture(Random& random, Kind kind, const Scene& scene, Comparing comparing) {
    if (kind == Kind::Count) {
        return proposeCount(random, Asked::Count, scene);
    }
    if (scene.shapes.empty()) {
        return std::nullopt;
    }
    switch (kind) {
    case Kind::Colour:
        return proposeColour(random, scene);
    case Kind::Existence:
        return proposeExistence(random, scene);
    case Kind::Position:
        return proposePosition(random, scene);
    default:
        return proposeSize(random, scene, comparing);
    }
}

std::optional<Claim> proposeAboutPictures(Random& random, Kind kind, const std::vector<Scene>& pictures, Comparing comparing) {
    const Scene& scene = random.pick(pictures);
    if (scene.shapes.empty()) {
        return std::nullopt;
    }
    const PlacedShape shape = random.pick(scene.shapes);
    if (kind == Kind::WhichPicture) {
        return Claim{Asked::WhichPicture, combinationOf(shape), {}, {0, 1}};
    }
    const Subject subject = countedOf(random, shape.shape, shape.colour);
    const Asked asked = drawNumberQuestion(random, comparing);
    return Claim{asked, subject, {}, {0, 1}};
}

std::optional<Claim> proposeAboutClip(Random& random, Kind kind, const Clip& clip, Comparing comparing) {
    if (kind == Kind::VideoCount) {
        return proposeCount(random, Asked::Arrived, clip.frame(Clip::kSampled.back()));
    }
    if (clip.shapes.empty()) {
        return std::nullopt;
    }
    const ClipShape& shape = random.pick(clip.shapes);
    if (kind == Kind::Direction) {
        const std::optional<Direction> direction = directionOf(shape);
        if (!direction) {
            return std::nullopt;
        }
        const int right = static_cast<int>(*direction);
        const int wrong = random.coin() == 0 ? right ^ 1 : (right + random.between(1, 3)) % 4;
        return Claim{Asked::DirectionOf, combinationOf(shape.shape), {}, sorted(right, wrong)};
    }
    const Asked asked = drawOrderQuestion(random, comparing);
    const Subject other = combinationOf(random.pick(clip.shapes).shape);
    return Claim{asked, combinationOf(shape.shape), other, {0, 1}};
}

} // namespace

std::optional<Claim> propose(Random& random, Kind kind, const Media& media, Comparing comparing) {
    if (media.clip) {
        return proposeAboutClip(random, kind, *media.clip, comparing);
    }
    if (media.pictures.size() == 1) {
        return proposeAboutPicture(random, kind, media.pictures.front(), comparing);
    }
    return proposeAboutPictures(random, kind, media.pictures, comparing);
}

} // namespace trutina::demo
