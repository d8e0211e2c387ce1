// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/nonsense.h"

#include <array>
#include <cstddef>
#include <iterator>

namespace trutina::demo {

namespace {

using Texts = std::vector<std::string>;

struct Property {
    std::array<const char*, 2> question; ///< before the thing and after it
    const char* verb;                    ///< of a sentence, between the thing and the answer
    const char* end;                     ///< behind the answer
};
constexpr std::array kProperties{
    Property{{"What colour is ", "?"}, " is ", ""},
    Property{{"How heavy is ", "?"}, " is ", ""},
    Property{{"How large is ", "?"}, " is ", ""},
    Property{{"What shape is ", "?"}, " is ", ""},
    Property{{"What is ", " made of?"}, " is made of ", ""},
    Property{{"How many legs does ", " have?"}, " has ", " legs"},
    Property{{"How many wheels does ", " have?"}, " has ", " wheels"},
    Property{{"How many corners does ", " have?"}, " has ", " corners"},
    Property{{"What does ", " taste like?"}, " tastes ", ""},
};

/// A thing and what it has of each property; null: nothing that all would agree on.
struct Thing {
    const char* name;
    std::array<const char*, kProperties.size()> answers; ///< colour, weight, size, shape, material, legs, wheels, corners, taste
};
constexpr std::array kThings{
    Thing{"a lemon", {"yellow", "light", "small", "round", nullptr, nullptr, nullptr, nullptr, "sour"}},
    Thing{"a tomato", {"red", "light", "small", "round"}},
    Thing{"a banana", {"yellow", "light", "small", "long", nullptr, nullptr, nullptr, nullptr, "sweet"}},
    Thing{"a carrot", {"orange", "light", "small", "long"}},
    Thing{"a plum", {"purple", "light", "small", "round", nullptr, nullptr, nullptr, nullptr, "sweet"}},
    Thing{"a cherry", {"red", "light", "small", "round", nullptr, nullptr, nullptr, nullptr, "sweet"}},
    Thing{"a pea", {"green", "light", "small", "round"}},
    Thing{"a leaf", {"green", "light", "small", "flat"}},
    Thing{"a frog", {"green", "light", "small", nullptr, nullptr, "four"}},
    Thing{"a mouse", {"grey", "light", "small", nullptr, nullptr, "four"}},
    Thing{"an elephant", {"grey", "heavy", "large", nullptr, nullptr, "four"}},
    Thing{"a polar bear", {"white", "heavy", "large", nullptr, nullptr, "four"}},
    Thing{"a pig", {"pink", "heavy", "large", nullptr, nullptr, "four"}},
    Thing{"a camel", {"brown", "heavy", "large", nullptr, nullptr, "four"}},
    Thing{"a horse", {nullptr, "heavy", "large", nullptr, nullptr, "four"}},
    Thing{"a cow", {nullptr, "heavy", "large", nullptr, nullptr, "four"}},
    Thing{"a crow", {"black", "light", "small", nullptr, nullptr, "two"}},
    Thing{"a swan", {"white", nullptr, "large", nullptr, nullptr, "two"}},
    Thing{"an ant", {"black", "light", "small", nullptr, nullptr, "six"}},
    Thing{"a bee", {"yellow", "light", "small", nullptr, nullptr, "six"}},
    Thing{"a ladybird", {"red", "light", "small", "round", nullptr, "six"}},
    Thing{"a spider", {nullptr, "light", "small", nullptr, nullptr, "eight"}},
    Thing{"a worm", {"pink", "light", "small", "long"}},
    Thing{"a snake", {nullptr, nullptr, nullptr, "long"}},
    Thing{"a table", {nullptr, "heavy", "large", "flat", "wood", "four", nullptr, "four"}},
    Thing{"a chair", {nullptr, nullptr, nullptr, nullptr, "wood", "four"}},
    Thing{"a door", {nullptr, "heavy", "large", "flat", "wood", nullptr, nullptr, "four"}},
    Thing{"a pencil", {nullptr, "light", "small", "long", "wood"}},
    Thing{"a match", {nullptr, "light", "small", "long", "wood"}},
    Thing{"a bottle", {nullptr, "light", "small", "long", "glass"}},
    Thing{"a window", {nullptr, nullptr, "large", "flat", "glass", nullptr, nullptr, "four"}},
    Thing{"a mirror", {nullptr, nullptr, nullptr, "flat", "glass"}},
    Thing{"a coin", {nullptr, "light", "small", "round", "metal"}},
    Thing{"a nail", {"grey", "light", "small", "long", "metal"}},
    Thing{"a key", {nullptr, "light", "small", nullptr, "metal"}},
    Thing{"a playing card", {nullptr, "light", "small", "flat", "paper", nullptr, nullptr, "four"}},
    Thing{"a letter", {nullptr, "light", "small", "flat", "paper"}},
    Thing{"a book", {nullptr, "light", "small", nullptr, "paper"}},
    Thing{"a brick", {"red", "heavy", "small", nullptr, "clay", nullptr, nullptr, "eight"}},
    Thing{"a sock", {nullptr, "light", "small", "long", "wool"}},
    Thing{"a scarf", {nullptr, "light", "small", "long", "wool"}},
    Thing{"a candle", {"white", "light", "small", "long", "wax"}},
    Thing{"a bicycle", {nullptr, "light", "large", nullptr, "metal", nullptr, "two"}},
    Thing{"a tricycle", {nullptr, "light", "small", nullptr, "metal", nullptr, "three"}},
    Thing{"a motorbike", {nullptr, "heavy", "large", nullptr, "metal", nullptr, "two"}},
    Thing{"a car", {nullptr, "heavy", "large", nullptr, "metal", nullptr, "four"}},
    Thing{"a taxi", {nullptr, "heavy", "large", nullptr, "metal", nullptr, "four"}},
    Thing{"a fire engine", {"red", "heavy", "large", nullptr, "metal"}},
    Thing{"a train", {nullptr, "heavy", "large", "long", "metal"}},
    Thing{"the moon", {"white", "heavy", "large", "round"}},
    Thing{"the sun", {"yellow", "heavy", "large", "round"}},
    Thing{"the sea", {"blue", "heavy", "large", nullptr, "water", nullptr, nullptr, nullptr, "salty"}},
    Thing{"a cloud", {"white", nullptr, "large", nullptr, "water"}},
    Thing{"a snowflake", {"white", "light", "small", nullptr, "water"}},
    Thing{"sugar", {"white", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, "sweet"}},
    Thing{"salt", {"white", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, "salty"}},
    Thing{"honey", {"yellow", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, "sweet"}},
    Thing{"chocolate", {"brown", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, "sweet"}},
    Thing{"paper", {"white", "light", nullptr, "flat", "wood"}},
};

constexpr std::array kThoughts{"happiness", "hope",      "Tuesday",    "a minute",  "a whisper",  "yesterday",  "silence",
                               "a promise", "an idea",   "next week",  "patience",  "tomorrow",   "a surprise", "Monday",
                               "an echo",   "the past",  "courage",    "a reason",  "a secret",   "a birthday", "a wish",
                               "luck",      "an hour",   "friendship", "the truth", "the future", "a mistake",  "Friday",
                               "kindness",  "curiosity", "midnight",   "last year"};

constexpr std::array kRefusals{
    "No answer.",      "That makes no sense.",         "There is none.",
    "Nobody can say.", "This question has no answer.", "I cannot answer that, because it makes no sense."};

std::string questionOf(const Property& property, const std::string& about) {
    return property.question[0] + about + property.question[1];
}

/// All that can be asked about one property: of things first, then of thoughts.
std::vector<PropertyQuestion> questionsAbout(std::size_t property) {
    std::vector<PropertyQuestion> questions;
    for (const Thing& thing : kThings) {
        if (thing.answers[property] != nullptr) {
            questions.push_back({questionOf(kProperties[property], thing.name), thing.name, thing.answers[property]});
        }
    }
    for (const char* const thought : kThoughts) {
        questions.push_back({questionOf(kProperties[property], thought), thought, ""});
    }
    return questions;
}

/// Those of one property that belong to one split.
struct Askable {
    std::vector<PropertyQuestion> answered, unanswered;
};

std::array<Askable, kProperties.size()> allAskable(Split split) {
    std::array<Askable, kProperties.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const PropertyQuestion& asked : questionsAbout(i)) {
            if (isHeldOutText(asked.question) == (split == Split::HeldOut)) {
                (asked.answer.empty() ? all[i].unanswered : all[i].answered).push_back(asked);
            }
        }
    }
    return all;
}

/// Any answer that some thing has to it.
const char* drawAnswer(Random& random, std::size_t property) {
    while (true) {
        if (const char* const answer = random.pick(kThings).answers[property]; answer != nullptr) {
            return answer;
        }
    }
}

} // namespace

std::vector<PropertyQuestion> propertyQuestions() {
    std::vector<PropertyQuestion> questions;
    for (std::size_t i = 0; i < kProperties.size(); ++i) {
        const std::vector<PropertyQuestion> more = questionsAbout(i);
        questions.insert(questions.end(), more.begin(), more.end());
    }
    return questions;
}

Question drawNonsense(Random& random, Split split) {
    static const auto kTrained = allAskable(Split::Training);
    static const auto kHeldOut = allAskable(Split::HeldOut);
    const auto& all = split == Split::HeldOut ? kHeldOut : kTrained;
    while (true) {
        const auto at = static_cast<std::size_t>(random.below(static_cast<int>(kProperties.size())));
        const auto& [answered, unanswered] = all[at];
        if (answered.empty() || unanswered.empty()) { // else the property alone would tell whether there is an answer
            continue;
        }
        const Property& property = kProperties[at];
        const bool isSense = random.coin() == 1;
        const PropertyQuestion& asked = random.pick(isSense ? answered : unanswered);
        const std::string answer = isSense ? asked.answer : drawAnswer(random, at);
        const std::string sentence = capitalised(asked.about + property.verb + answer + property.end) + ".";
        const Texts answers{capitalised(answer) + ".",
                            capitalised(answer) + property.end + ".",
                            sentence,
                            "The answer is " + answer + ".",
                            sentence,
                            "It must be " + answer + "."};
        const Texts refusals(kRefusals.begin(), kRefusals.end());
        return phrase(random, Kind::Nonsense, {{asked.question}, {answers, refusals}}, isSense ? 0 : 1);
    }
}

} // namespace trutina::demo
