// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/demo/reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <sstream>

using namespace trutina::demo;

namespace trutina::testing {

namespace {

std::vector<std::string> wordsOf(const std::string& sentence) {
    std::vector<std::string> words(1);
    for (const char letter : sentence) {
        if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) {
        words.pop_back();
    }
    return words;
}

bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

const std::map<std::string, int> kShapeWords{{"circle", 0}, {"square", 1}, {"triangle", 2}, {"star", 3}};
const std::map<std::string, int> kColourWords{{"red", 0}, {"green", 1}, {"blue", 2}, {"yellow", 3}, {"purple", 4}, {"orange", 5}};
const std::map<std::string, int> kNumberWords{
    {"no", 0},  {"zero", 0},  {"one", 1},   {"two", 2},  {"three", 3}, {"four", 4},    {"five", 5},
    {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10},  {"eleven", 11}, {"twelve", 12},
    {"0", 0},   {"1", 1},     {"2", 2},     {"3", 3},    {"4", 4},     {"5", 5},       {"6", 6}};

bool fits(const PlacedShape& shape, const Noun& noun) {
    return noun.shape.value_or(shape.shape) == shape.shape && noun.colour.value_or(shape.colour) == shape.colour;
}

std::vector<PlacedShape> all(const std::vector<PlacedShape>& shapes, const Noun& noun) {
    std::vector<PlacedShape> found;
    std::copy_if(shapes.begin(), shapes.end(), std::back_inserter(found), [&](const PlacedShape& s) { return fits(s, noun); });
    return found;
}

std::optional<int> numberIn(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (const auto found = kNumberWords.find(word); found != kNumberWords.end()) {
            return found->second;
        }
    }
    return std::nullopt;
}

bool yes(const std::vector<std::string>& answer) {
    return has(answer, "yes") || (!has(answer, "no") && !has(answer, "not"));
}

bool sameNoun(const Noun& a, const Noun& b) {
    return a.shape == b.shape && a.colour == b.colour;
}

std::optional<bool> lies(const std::vector<std::string>& answer, const PlacedShape& shape, const PlacedShape* other,
                         const Scene& scene) {
    const double fromX = other != nullptr ? other->x : scene.width * kUnit / 2.0;
    const double fromY = other != nullptr ? other->y : scene.height * kUnit / 2.0;
    const double right = shape.x - fromX;
    const double down = shape.y - fromY;
    if (has(answer, "centre")) {
        return std::abs(right) < scene.width * kUnit / 6.0 && std::abs(down) < scene.height * kUnit / 6.0;
    }
    // What is near the middle of the picture is on no side of it.
    const double leastX = other != nullptr ? 0 : scene.width * kUnit / 14.0;
    const double leastY = other != nullptr ? 0 : scene.height * kUnit / 14.0;
    if (has(answer, "left")) {
        return right < -leastX;
    }
    if (has(answer, "right")) {
        return right > leastX;
    }
    if (has(answer, "top") || has(answer, "above")) {
        return down < -leastY;
    }
    return has(answer, "bottom") || has(answer, "below") ? std::optional(down > leastY) : std::nullopt;
}

std::string sizeOf(const PlacedShape& shape, const Scene& scene) {
    const bool isLong = scene.width >= 2 * scene.height || scene.height >= 2 * scene.width;
    const double middle = scene.width != scene.height ? (isLong ? 35 : 27.5) : 29 * scene.width / 112.0; // pixels
    const double times = shape.diameter / (kUnit * middle);
    return times < 0.845 ? "small" : times > 1.19 ? "large" : "middle";
}

std::optional<bool> aboutPicture(const std::string& prompt, const std::string& answerText, const Scene& scene) {
    const auto words = wordsOf(prompt);
    const auto answer = wordsOf(answerText);
    const auto nouns = nounsOf(prompt);
    if (has(words, "many") || has(words, "count") || has(words, "number")) {
        const auto number = numberIn(answer);
        return number ? std::optional(all(scene.shapes, nouns.at(0)).size() == static_cast<std::size_t>(*number)) : std::nullopt;
    }
    if (has(words, "colour")) {
        const auto shapes = all(scene.shapes, nouns.at(0));
        const auto colour = kColourWords.find(answer.back());
        return shapes.size() == 1 && colour != kColourWords.end() && static_cast<int>(shapes[0].colour) == colour->second;
    }
    if (nouns.size() == 1 && (words[0] == "is" || words[0] == "can" || words[0] == "does")) {
        return all(scene.shapes, nouns[0]).empty() != yes(answer);
    }
    const auto first = all(scene.shapes, nouns.at(0));
    if (first.size() != 1) {
        return std::nullopt;
    }
    if (nouns.size() == 1 && (has(words, "large") || has(words, "big") || has(words, "size"))) {
        return has(answer, sizeOf(first[0], scene));
    }
    if (nouns.size() == 1) {
        return lies(answer, first[0], nullptr, scene);
    }
    const auto second = all(scene.shapes, nouns.at(1));
    if (second.size() != 1) {
        return std::nullopt;
    }
    const bool asksLarge = has(words, "larger") || has(words, "bigger");
    const bool asksSmall = has(words, "smaller") || has(words, "less");
    if (!asksLarge && !asksSmall) {
        return lies(answer, first[0], &second[0], scene);
    }
    const bool firstIsLarger = first[0].diameter > second[0].diameter;
    if (words[0] == "is" || words[0] == "would") {
        return firstIsLarger == (yes(answer) && !has(answer, "smaller"));
    }
    const bool namesFirst = sameNoun(nounsOf(answerText).at(0), nouns[0]);
    return namesFirst == (firstIsLarger == asksLarge);
}

std::optional<bool> aboutPictures(const std::string& prompt, const std::string& answerText, const std::vector<Scene>& pictures) {
    const auto words = wordsOf(prompt);
    const auto answer = wordsOf(answerText);
    const Noun noun = nounsOf(prompt).at(0);
    if (has(answer, "first") == has(answer, "second")) {
        return std::nullopt;
    }
    const bool isFirst = has(answer, "first");
    const auto here = all(pictures[isFirst ? 0 : 1].shapes, noun).size();
    const auto there = all(pictures[isFirst ? 1 : 0].shapes, noun).size();
    if (has(words, "more") || has(words, "larger")) {
        return here > there;
    }
    if (has(words, "fewer") || has(words, "smaller")) {
        return here < there;
    }
    return here > 0 && there == 0;
}

/// Seconds into the video at which the model first sees it.
int arrival(const ClipShape& shape) {
    int second = 0;
    while (4 * second < shape.firstFrame) {
        ++second;
    }
    return second;
}

std::optional<bool> aboutClip(const std::string& prompt, const std::string& answerText, const Clip& clip) {
    const auto words = wordsOf(prompt);
    const auto answer = wordsOf(answerText);
    const auto nouns = nounsOf(prompt);
    const auto find = [&](const Noun& noun) -> const ClipShape* {
        const auto found =
            std::find_if(clip.shapes.begin(), clip.shapes.end(), [&](const ClipShape& s) { return fits(s.shape, noun); });
        return found == clip.shapes.end() ? nullptr : &*found;
    };
    if (has(words, "many") || has(words, "count")) {
        const auto number = numberIn(answer);
        return number ? std::optional(all(clip.frame(12).shapes, nouns.at(0)).size() == static_cast<std::size_t>(*number))
                      : std::nullopt;
    }
    if (has(words, "move") || has(words, "go")) {
        const ClipShape* const shape = find(nouns.at(0));
        if (shape == nullptr) {
            return std::nullopt;
        }
        const auto at = [&](int frame) { return all(clip.frame(frame).shapes, nouns[0]).at(0); };
        const int right = at(12).x - at(0).x;
        const int down = at(12).y - at(0).y;
        return (has(answer, "left") && right < 0) || (has(answer, "right") && right > 0) ||
               ((has(answer, "up") || has(answer, "upwards")) && down < 0) ||
               ((has(answer, "down") || has(answer, "downwards")) && down > 0);
    }
    const bool isYesOrNo = words[7] == "did" || words[7] == "was";
    if (isYesOrNo) {
        const ClipShape* const first = find(nouns.at(0));
        const ClipShape* const second = find(nouns.at(1));
        if (first == nullptr || second == nullptr) {
            return std::nullopt;
        }
        return (arrival(*first) < arrival(*second)) == (yes(answer) && !has(answer, "after"));
    }
    const ClipShape* const named = find(nounsOf(answerText).at(0));
    if (named == nullptr) {
        return std::nullopt;
    }
    const bool asksLast = has(words, "last");
    return std::all_of(clip.shapes.begin(), clip.shapes.end(), [&](const ClipShape& shape) {
        const bool counts = nouns.size() < 2 || fits(shape.shape, nouns[0]) || fits(shape.shape, nouns[1]);
        return &shape == named || !counts || (asksLast ? arrival(shape) < arrival(*named) : arrival(shape) > arrival(*named));
    });
}

std::vector<std::string> partsOf(const std::string& text, char between) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, between);) {
        parts.push_back(part);
    }
    return parts;
}

/// A shape as it is there, where and how it moves.
struct Shown {
    PlacedShape shape;
    Scene scene;
    std::size_t part = 0; ///< the picture, or the frame in which it comes
    int right = 0, down = 0;
};

constexpr std::array kOrdinals{"first", "second", "third", "fourth"};

std::optional<std::size_t> ordinalIn(const std::vector<std::string>& words) {
    const auto found = std::find_if(kOrdinals.begin(), kOrdinals.end(), [&](const char* word) { return has(words, word); });
    return found == kOrdinals.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - kOrdinals.begin()));
}

std::vector<Shown> shownIn(const Media& media) {
    std::vector<Shown> shown;
    for (std::size_t i = 0; i < media.pictures.size(); ++i) {
        for (const PlacedShape& shape : media.pictures[i].shapes) {
            shown.push_back({shape, media.pictures[i], i, 0, 0});
        }
    }
    if (media.clip) {
        for (const ClipShape& shape : media.clip->shapes) {
            shown.push_back(
                {shape.shape, media.clip->frame(12), static_cast<std::size_t>(arrival(shape)), shape.stepX, shape.stepY});
        }
    }
    return shown;
}

bool isShown(const std::vector<std::string>& phrase, const Shown& shown) {
    const Scene& scene = shown.scene;
    const PlacedShape& shape = shown.shape;
    const auto colour =
        std::find_if(kColourWords.begin(), kColourWords.end(), [&](const auto& word) { return has(phrase, word.first); });
    const auto form =
        std::find_if(kShapeWords.begin(), kShapeWords.end(), [&](const auto& word) { return has(phrase, word.first); });
    if (colour == kColourWords.end() || form == kShapeWords.end() || colour->second != static_cast<int>(shape.colour) ||
        form->second != static_cast<int>(shape.shape) || !has(phrase, sizeOf(shape, scene))) {
        return false;
    }
    if (has(phrase, "moving")) {
        return (has(phrase, "left") && shown.right < 0) || (has(phrase, "right") && shown.right > 0) ||
               (has(phrase, "up") && shown.down < 0) || (has(phrase, "down") && shown.down > 0);
    }
    const auto isThird = [&](int at, int length, const char* first, const char* last) {
        return has(phrase, first) == (3 * at < length) && has(phrase, last) == (3 * at > 2 * length);
    };
    return shown.right == 0 && shown.down == 0 && isThird(shape.x, scene.width * kUnit, "left", "right") &&
           isThird(shape.y, scene.height * kUnit, "top", "bottom");
}

/// Whether "two: ..., ..." names each of them once, and nothing else.
bool listsAll(const std::string& list, std::vector<Shown> shapes, bool namesParts) {
    const auto colon = list.find(':');
    if (colon == std::string::npos) {
        return has(wordsOf(list), "nothing") && shapes.empty();
    }
    if (numberIn(wordsOf(list.substr(0, colon))) != static_cast<int>(shapes.size())) {
        return false;
    }
    for (const std::string& part : partsOf(list.substr(colon + 1), ',')) {
        const auto phrase = wordsOf(part);
        const auto found = std::find_if(shapes.begin(), shapes.end(), [&](const Shown& shown) {
            return isShown(phrase, shown) && (!namesParts || ordinalIn(phrase) == shown.part);
        });
        if (found == shapes.end()) {
            return false;
        }
        shapes.erase(found);
    }
    return shapes.empty();
}

/// Either a list for each picture or frame, "First two: ...; second one: ...", or one of all, each with where it is.
bool describes(const std::string& text, const Media& media) {
    const std::vector<Shown> all = shownIn(media);
    const std::size_t parts = media.clip ? 4 : media.pictures.size();
    const auto lists = partsOf(text, ';');
    if (parts == 1 || !ordinalIn({wordsOf(text).front()})) {
        return lists.size() == 1 && listsAll(text, all, parts > 1);
    }
    for (std::size_t i = 0; i < lists.size(); ++i) {
        std::vector<Shown> here;
        std::copy_if(all.begin(), all.end(), std::back_inserter(here), [i](const Shown& shown) { return shown.part == i; });
        const auto afterOrdinal = lists[i].find(' ', lists[i].find_first_not_of(' '));
        if (ordinalIn({wordsOf(lists[i]).front()}) != i || !listsAll(lists[i].substr(afterOrdinal), here, false)) {
            return false;
        }
    }
    return lists.size() == parts;
}

} // namespace

std::vector<Noun> nounsOf(const std::string& sentence) {
    std::vector<Noun> nouns;
    std::optional<Colour> colour;
    for (std::string word : wordsOf(sentence)) {
        if (const auto found = kColourWords.find(word); found != kColourWords.end()) {
            colour = static_cast<Colour>(found->second);
            continue;
        }
        if (word.ends_with('s')) {
            word.pop_back();
        }
        if (const auto found = kShapeWords.find(word); found != kShapeWords.end()) {
            nouns.push_back({static_cast<Shape>(found->second), colour});
        } else if (word == "shape") {
            nouns.push_back({std::nullopt, colour});
        }
        colour.reset();
    }
    return nouns;
}

std::optional<bool> isTrue(const std::string& prompt, const std::string& answer, const Media& media) {
    if (answer.find(':') != std::string::npos) {
        return describes(answer, media);
    }
    if (media.clip) {
        return aboutClip(prompt, answer, *media.clip);
    }
    return media.pictures.size() == 1 ? aboutPicture(prompt, answer, media.pictures[0])
                                      : aboutPictures(prompt, answer, media.pictures);
}

} // namespace trutina::testing
