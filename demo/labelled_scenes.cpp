// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/labelled_scenes.h"

#include "demo/clip_sheet.h"
#include "demo/media_questions.h"
#include "demo/painter.h"

#include <array>
#include <cstddef>
#include <utility>

namespace trutina::demo {

namespace {

constexpr std::uint64_t kSceneStream = std::uint64_t{1} << 61;

LabelledPicture labelled(Scene scene) {
    engine::Picture picture = paint(scene);
    return {std::move(picture), std::move(scene.shapes)};
}

Scene drawAnyScene(Random& random) {
    constexpr int kEmptyPercent = 3;
    while (true) {
        const int count = random.chance(kEmptyPercent) ? 0 : random.between(1, 6);
        const Form form = drawForm(random, count);
        std::vector<Wish> wishes;
        for (int i = 0; i < count; ++i) {
            const Shape shape = random.pick(kShapes);
            wishes.push_back({shape, random.pick(kColours), -1, false});
        }
        if (std::optional<Scene> scene = arrange(random, form, wishes, Split::Training)) {
            return *std::move(scene);
        }
    }
}

/// As questions need them: the same distribution as later, beside the plainer one above.
Scene drawAskedScene(Random& random) {
    constexpr std::array kPictureKinds{Kind::Count, Kind::Colour,    Kind::Existence,    Kind::Position,
                                       Kind::Size,  Kind::Existence, Kind::WhichPicture, Kind::MoreShapes};
    const Posed posed = pose(random, random.pick(kPictureKinds), Split::Training);
    return random.pick(posed.media.pictures);
}

LabelledPicture drawSheet(Random& random) {
    constexpr std::array kVideoKinds{Kind::Direction, Kind::Order, Kind::VideoCount};
    const Posed posed = pose(random, random.pick(kVideoKinds), Split::Training);
    std::vector<Scene> frames;
    for (const int frame : Clip::kSampled) {
        frames.push_back(posed.media.clip->frame(frame));
    }
    // Mostly as many frames as the worlds' videos have; other videos have others.
    if (random.chance(20)) {
        frames.resize(static_cast<std::size_t>(random.between(1, 3)));
    }
    return composeSheet(frames, random.chance(70));
}

} // namespace

LabelledPicture drawLabelledPicture(std::uint64_t seed, std::uint64_t number) {
    Random random(seed, kSceneStream + number);
    constexpr int kSheetPercent = 40;
    if (random.chance(kSheetPercent)) {
        return drawSheet(random);
    }
    return labelled(random.coin() == 0 ? drawAnyScene(random) : drawAskedScene(random));
}

} // namespace trutina::demo
