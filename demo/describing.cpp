// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/describing.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace trutina::demo {

namespace {

/// One of the things that a description lists.
struct Thing {
    std::size_t part = 0; ///< the picture that shows it, or the frame in which it comes
    Shape shape = Shape::Circle;
    Colour colour = Colour::Red;
    int sizeClass = 0;
    int cell = 0;
    std::optional<Direction> direction; ///< of one that moves; it has no cell
    int lane = 0;                       ///< of one that moves: the row or column of the grid that it keeps to
};

/// All that the media show.
struct Contents {
    std::vector<Form> parts; ///< forms of the pictures, or of the frames
    std::vector<Thing> things;
};

Thing thingOf(std::size_t part, const PlacedShape& shape, const Scene& scene) {
    return {part, shape.shape, shape.colour, sizeClassOf(shape, scene), shape.cell, {}, 0};
}

Contents contentsOf(const Media& media) {
    Contents contents;
    for (const Scene& scene : media.pictures) {
        for (const PlacedShape& shape : scene.shapes) {
            contents.things.push_back(thingOf(contents.parts.size(), shape, scene));
        }
        contents.parts.push_back(scene.form);
    }
    if (!media.clip) {
        return contents;
    }
    contents.parts.assign(Clip::kSampled.size(), Form::Frame);
    const Scene last = media.clip->frame(Clip::kSampled.back());
    for (const ClipShape& shape : media.clip->shapes) {
        Thing thing = thingOf(arrivalOf(shape), shape.shape, last);
        thing.direction = directionOf(shape);
        thing.lane = laneOf(shape);
        contents.things.push_back(thing);
    }
    return contents;
}

/// Where a cell is, in thirds of the picture; several cells of a long picture may have one name.
std::string placeOf(Form form, int cell) {
    constexpr std::array kAcross{"left", "", "right"};
    constexpr std::array kDown{"top", "", "bottom"};
    const Grid grid = gridOf(form);
    const auto third = [](int index, int count) { return static_cast<std::size_t>((2 * index + 1) * 3 / (2 * count)); };
    const std::string across = kAcross[third(cell % grid.columns, grid.columns)];
    const std::string down = kDown[third(cell / grid.columns, grid.rows)];
    if (across.empty() && down.empty()) {
        return "centre";
    }
    return down + (across.empty() || down.empty() ? "" : " ") + across;
}

std::string nounOf(const Thing& thing) {
    return std::string(name(thing.colour)) + " " + name(thing.shape);
}

/// "top left", "moving up"
std::string whereOf(const Thing& thing, const Contents& contents) {
    return thing.direction ? std::string("moving ") + name(*thing.direction) : placeOf(contents.parts[thing.part], thing.cell);
}

/// Which picture or frame; nothing where there is one.
std::string partOf(std::size_t part, const Contents& contents) {
    return contents.parts.size() > 1 ? ordinal(static_cast<int>(part)) : "";
}

/// "two: left a small red circle, right a large blue star"
std::string counted(const std::vector<std::string>& phrases) {
    std::string list = phrases.empty() ? "nothing" : numberWord(static_cast<int>(phrases.size())) + std::string(": ");
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        list += (i == 0 ? "" : ", ") + phrases[i];
    }
    return list;
}

/// "First two: left a small red circle, right a large blue star; second nothing.": row by row, what is found at a place.
std::string byPlace(const Contents& contents) {
    std::string text;
    for (std::size_t part = 0; part < contents.parts.size(); ++part) {
        std::vector<Thing> things;
        std::copy_if(contents.things.begin(), contents.things.end(), std::back_inserter(things),
                     [part](const Thing& thing) { return thing.part == part; });
        std::stable_sort(things.begin(), things.end(), [](const Thing& a, const Thing& b) { return a.cell < b.cell; });
        std::vector<std::string> phrases;
        for (const Thing& thing : things) {
            phrases.push_back(whereOf(thing, contents) + " a " + sizeName(thing.sizeClass) + " " + nounOf(thing));
        }
        const std::string title = partOf(part, contents);
        text += (text.empty() ? "" : "; ") + title + (title.empty() ? "" : " ") + counted(phrases);
    }
    return capitalised(text) + ".";
}

enum class Trait { Size, Where, Part };
using Traits = std::array<Trait, 3>;

/// "Two: blue star right second large, red circle left first small.": things as they come, what is found of each.
std::string byThing(const Contents& contents, const Traits& traits) {
    std::vector<std::string> phrases;
    for (const Thing& thing : contents.things) {
        std::string phrase = nounOf(thing);
        for (const Trait trait : traits) {
            const std::string word = trait == Trait::Size    ? sizeName(thing.sizeClass)
                                     : trait == Trait::Where ? whereOf(thing, contents)
                                                             : partOf(thing.part, contents);
            phrase += (word.empty() ? "" : " ") + word;
        }
        phrases.push_back(std::move(phrase));
    }
    return capitalised(counted(phrases)) + ".";
}

bool isHeldOut(const Thing& thing, const Contents& contents) {
    if (thing.direction) {
        return isHeldOutLane(thing.shape, thing.colour, isHorizontal(*thing.direction), thing.lane);
    }
    return isHeldOut(thing.shape, thing.colour, contents.parts[thing.part], thing.cell);
}

/// Another value of the same list.
template <typename Value, std::size_t Size>
Value otherOf(Random& random, const std::array<Value, Size>& values, Value value) {
    return values[(static_cast<std::size_t>(value) + static_cast<std::size_t>(random.between(1, Size - 1))) % Size];
}

/// Makes one thing something else.
void change(Random& random, Thing& thing, const Contents& contents) {
    const int parts = static_cast<int>(contents.parts.size());
    switch (random.below(parts > 1 ? 5 : 4)) {
    case 0:
        thing.sizeClass = (thing.sizeClass + random.between(1, kSizeClasses - 1)) % kSizeClasses;
        break;
    case 1:
        thing.colour = otherOf(random, kColours, thing.colour);
        break;
    case 2:
        thing.shape = otherOf(random, kShapes, thing.shape);
        break;
    case 3:
        if (thing.direction) {
            thing.direction = static_cast<Direction>(static_cast<int>(*thing.direction) ^ 1);
        } else {
            thing.cell = random.below(gridOf(contents.parts[thing.part]).cells());
        }
        break;
    default:
        thing.part = static_cast<std::size_t>((static_cast<int>(thing.part) + random.between(1, parts - 1)) % parts);
    }
}

/// The contents with one thing told wrongly, but as it could be, and in no combination that training is not to show; nothing when
/// this try finds none.
std::optional<Contents> falsified(Random& random, const Contents& right) {
    Contents wrong = right;
    const auto which = static_cast<std::size_t>(random.below(static_cast<int>(right.things.size())));
    Thing& thing = wrong.things[which];
    change(random, thing, right);
    const Thing& before = right.things[which];
    if (thing.part != before.part && (thing.direction || right.parts[thing.part] != right.parts[before.part])) {
        return std::nullopt;
    }
    const auto takesItsPlace = [&](const Thing& other) {
        return &other != &thing && !other.direction && other.part == thing.part && whereOf(other, right) == whereOf(thing, right);
    };
    const bool hasMoved = thing.part != before.part || thing.cell != before.cell;
    if (isHeldOut(thing, right) || (hasMoved && std::any_of(wrong.things.begin(), wrong.things.end(), takesItsPlace))) {
        return std::nullopt;
    }
    return byPlace(wrong) == byPlace(right) ? std::nullopt : std::optional(std::move(wrong));
}

} // namespace

std::optional<Question> describe(Random& random, const Media& media) {
    Contents right = contentsOf(media);
    if (right.things.empty()) {
        return std::nullopt;
    }
    random.shuffle(right.things);
    Traits traits{Trait::Size, Trait::Where, Trait::Part};
    random.shuffle(traits);
    constexpr int kTries = 30;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        if (const std::optional<Contents> wrong = falsified(random, right)) {
            const Wordings wordings{
                {"Describe it.", "What is there?", "What can you see?"},
                {std::vector{byPlace(right), byThing(right, traits)}, std::vector{byPlace(*wrong), byThing(*wrong, traits)}}};
            const Kind kind = media.clip                   ? Kind::VideoDescription
                              : media.pictures.size() == 1 ? Kind::PictureDescription
                                                           : Kind::PicturesDescription;
            return phrase(random, kind, wordings, 0);
        }
    }
    return std::nullopt;
}

} // namespace trutina::demo
