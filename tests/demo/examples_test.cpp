// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the questions of the worlds promise: they are true, new, and their words give nothing away.
#include "demo/examples.h"
#include "demo/nonsense.h"
#include "demo/tally.h"
#include "tests/demo/reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>

using namespace trutina::demo;
using trutina::testing::isTrue;

namespace {

constexpr int kPerKind = 600;
constexpr std::uint64_t kSeed = 31;

const std::vector<HeldOutExample>& heldOut() {
    static const std::vector<HeldOutExample> kExamples = [] {
        std::vector<HeldOutExample> examples;
        for (std::uint64_t i = 0; i < kKinds.size() * kPerKind; ++i) {
            examples.push_back(drawHeldOutExample(kSeed, i, kKinds[i % kKinds.size()].kind));
        }
        return examples;
    }();
    return kExamples;
}

std::vector<QuestionGroup> training(std::size_t groups) {
    TrainingStream stream(kSeed, {});
    std::vector<QuestionGroup> all;
    for (std::size_t i = 0; i < groups; ++i) {
        all.push_back(stream.next());
    }
    return all;
}

int cellOf(const PlacedShape& shape, const Scene& scene) {
    const Grid grid = gridOf(scene.form);
    return shape.y * grid.rows / (scene.height * kUnit) * grid.columns + shape.x * grid.columns / (scene.width * kUnit);
}

/// Whether something in the media is a combination that training must not show. Told by where shapes are.
bool showsHeldOut(const Media& media) {
    const auto inScene = [](const Scene& scene) {
        return std::any_of(scene.shapes.begin(), scene.shapes.end(), [&](const PlacedShape& shape) {
            return isHeldOut(shape.shape, shape.colour, scene.form, cellOf(shape, scene));
        });
    };
    if (std::any_of(media.pictures.begin(), media.pictures.end(), inScene)) {
        return true;
    }
    return media.clip && std::any_of(media.clip->shapes.begin(), media.clip->shapes.end(), [&](const ClipShape& shape) {
               const PlacedShape& at = shape.shape;
               if (shape.stepX == 0 && shape.stepY == 0) {
                   return isHeldOut(at.shape, at.colour, Form::Frame, cellOf(at, media.clip->frame(0)));
               }
               const bool isHorizontal = shape.stepX != 0;
               return isHeldOutLane(at.shape, at.colour, isHorizontal, (isHorizontal ? at.y : at.x) * 3 / (112 * kUnit));
           });
}

std::string claimKey(const Question& question) {
    const Claim& claim = *question.claim;
    return std::to_string(static_cast<int>(claim.asked)) + claim.subject.noun() + "/" + claim.other.noun() + "=" +
           std::to_string(claim.values[0]) + "," + std::to_string(claim.values[1]);
}

/// More than chance would lean: four standard deviations.
bool leans(int lead, int count) {
    return std::abs(lead) > 4 * std::sqrt(static_cast<double>(count)) + 1;
}

void expectTrue(const Question& question, const Media& media) {
    const auto right = static_cast<std::size_t>(question.right);
    const auto readRight = isTrue(question.prompt, question.answers[right], media);
    const auto readWrong = isTrue(question.prompt, question.answers[1 - right], media);
    ASSERT_TRUE(readRight && readWrong) << question.prompt << " — " << question.answers[0] << " / " << question.answers[1];
    EXPECT_TRUE(*readRight) << question.prompt << " — " << question.answers[right];
    EXPECT_FALSE(*readWrong) << question.prompt << " — " << question.answers[1 - right];
}

} // namespace

TEST(DemoExamples, TheSameSeedGivesTheSameExamplesAndAnotherOneOthers) {
    int different = 0;
    for (std::uint64_t i = 0; i < 60; ++i) {
        const Kind kind = kKinds[i % kKinds.size()].kind;
        const HeldOutExample one = drawHeldOutExample(kSeed, i, kind);
        const HeldOutExample again = drawHeldOutExample(kSeed, i, kind);
        EXPECT_EQ(one.question.prompt, again.question.prompt);
        EXPECT_EQ(one.question.answers, again.question.answers);
        EXPECT_TRUE(one.media == again.media);
        different += drawHeldOutExample(kSeed + 1, i, kind).question.prompt != one.question.prompt ? 1 : 0;
    }
    EXPECT_GT(different, 40);
}

TEST(DemoExamples, EveryRightAnswerIsTrueAndEveryWrongOneFalse) {
    for (const HeldOutExample& example : heldOut()) {
        if (infoOf(example.question.kind).media != MediaKind::None) {
            expectTrue(example.question, example.media);
        }
    }
    for (const QuestionGroup& group : training(2500)) {
        for (const Question& question : group.questions) {
            if (infoOf(question.kind).media != MediaKind::None) {
                expectTrue(question, group.media);
            }
        }
    }
}

TEST(DemoExamples, OfTwoDescriptionsOneIsTrueOfAllThatIsShown) {
    for (const Crowd crowd : {Crowd::Usual, Crowd::Alone}) {
        TrainingStream stream(kSeed, {.crowd = crowd, .describes = true});
        std::map<Kind, int> described;
        for (int i = 0; i < 1500; ++i) {
            const QuestionGroup group = stream.next();
            const Question& last = group.questions.back();
            if (!last.claim && infoOf(last.kind).media != MediaKind::None) {
                expectTrue(last, group.media);
                ++described[last.kind];
            }
        }
        EXPECT_EQ(described.size(), 3U);
        for (const auto& [kind, count] : described) {
            EXPECT_GT(count, 200) << infoOf(kind).name;
        }
    }
}

TEST(DemoExamples, NoDescriptionTellsOfWhatIsHeldOut) {
    // A model that read of held-out combinations in wrong descriptions alone would learn that they are wrong.
    TrainingStream stream(kSeed, {.kinds = {Kind::Count, Kind::Existence}, .describes = true});
    int wrong = 0;
    for (int i = 0; i < 2000; ++i) {
        const QuestionGroup group = stream.next();
        const Question& last = group.questions.back();
        if (last.claim || group.media.pictures.front().form != Form::Square) {
            continue;
        }
        std::string text = last.wordings[1].back(); // "Two: red circle small top left, ..."
        for (const std::string size : {" small", " middle", " large"}) {
            for (auto at = text.find(size); at != std::string::npos; at = text.find(size)) {
                text.erase(at, size.size());
            }
        }
        for (const Shape shape : kShapes) {
            for (const Colour colour : kColours) {
                for (int cell = 0; cell < 9; ++cell) {
                    constexpr std::array kPlaces{"top left", "top",         "top right", "left",        "centre",
                                                 "right",    "bottom left", "bottom",    "bottom right"};
                    const std::string said =
                        std::string(name(colour)) + " " + name(shape) + " " + kPlaces[static_cast<std::size_t>(cell)];
                    const bool isThere = text.find(said + ",") != std::string::npos || text.find(said + ".") != std::string::npos;
                    EXPECT_FALSE(isThere && isHeldOut(shape, colour, Form::Square, cell)) << text;
                    wrong += isThere ? 1 : 0;
                }
            }
        }
    }
    EXPECT_GT(wrong, 500);
}

TEST(DemoExamples, PlainWorldsHoldWhatIsAskedAboutAndLittleElse) {
    TrainingStream alike(kSeed, {.kinds = {Kind::Existence}, .crowd = Crowd::Alike});
    TrainingStream colours(kSeed, {.kinds = {Kind::Colour}, .crowd = Crowd::Alone});
    TrainingStream alone(kSeed, {.crowd = Crowd::Alone});
    std::size_t shapes = 0, usualShapes = 0;
    for (int i = 0; i < 300; ++i) {
        const QuestionGroup one = alike.next();
        const auto& many = one.media.pictures.front().shapes;
        EXPECT_GE(many.size(), 3U);
        for (const PlacedShape& shape : many) {
            EXPECT_EQ(std::pair(shape.shape, shape.colour), std::pair(many.front().shape, many.front().colour));
        }
        EXPECT_EQ(colours.next().media.pictures.front().shapes.size(), 1U);
    }
    TrainingStream plainest(kSeed,
                            {.kinds = {Kind::Size, Kind::WhichPicture, Kind::MoreShapes, Kind::Order}, .crowd = Crowd::Alike});
    for (int i = 0; i < 900; ++i) {
        const QuestionGroup group = plainest.next();
        const Question& first = group.questions.front();
        ASSERT_TRUE(first.kind != Kind::Size || first.claim->asked == Asked::SizeOf);
        for (const Question& question : group.questions) {
            expectTrue(question, group.media);
        }
    }
    for (int i = 0; i < 600; ++i) {
        const QuestionGroup group = alone.next();
        for (const Question& question : group.questions) {
            if (infoOf(question.kind).media != MediaKind::None) {
                expectTrue(question, group.media);
            }
        }
        for (const Scene& scene : group.media.pictures) {
            shapes += scene.shapes.size();
        }
    }
    for (const QuestionGroup& group : training(600)) {
        for (const Scene& scene : group.media.pictures) {
            usualShapes += scene.shapes.size();
        }
    }
    EXPECT_LT(2 * shapes, static_cast<std::size_t>(1.6 * static_cast<double>(usualShapes)));
}

TEST(DemoExamples, WhatIsComparedOneWayIsAskedOneWay) {
    for (const Crowd crowd : {Crowd::Alone, Crowd::Usual}) {
        TrainingStream stream(
            kSeed, {.kinds = {Kind::Size, Kind::MoreShapes, Kind::Order}, .crowd = crowd, .comparing = Comparing::OneWay});
        std::map<Asked, std::pair<int, int>> asked; // how often, and how often the first value was true
        for (int i = 0; i < 900; ++i) {
            const QuestionGroup group = stream.next();
            for (const Question& question : group.questions) {
                expectTrue(question, group.media);
                ++asked[question.claim->asked].first;
                asked[question.claim->asked].second += question.trueValue == 0 ? 1 : -1;
            }
        }
        ASSERT_EQ(asked.size(), 3U);
        for (const auto& [what, lead] : asked) {
            EXPECT_TRUE(what == Asked::Larger || what == Asked::MorePicture || what == Asked::CameBefore);
            EXPECT_FALSE(leans(lead.second, lead.first)) << static_cast<int>(what);
        }
    }
}

TEST(DemoExamples, NeitherLengthNorOrderTellsTheRightAnswer) {
    Tally all;
    std::map<Kind, Tally> byKind;
    for (const HeldOutExample& example : heldOut()) {
        const Question& question = example.question;
        all.add(question.kind, question.answers, question.right, {0, 0});
        byKind[question.kind].add(question.kind, question.answers, question.right, {0, 0});
    }
    EXPECT_NEAR(all.longer().accuracy(), 0.5, 0.03);
    EXPECT_NEAR(all.first().accuracy(), 0.5, 0.03);
    ASSERT_EQ(byKind.size(), kKinds.size());
    for (const auto& [kind, tally] : byKind) {
        EXPECT_NEAR(tally.longer().accuracy(), 0.5, 0.06) << infoOf(kind).name;
        EXPECT_NEAR(tally.first().accuracy(), 0.5, 0.06) << infoOf(kind).name;
    }
}

TEST(DemoExamples, TrainingPairsHaveNoTellingLengthEither) {
    Tally all;
    for (const QuestionGroup& group : training(2500)) {
        for (const Question& question : group.questions) {
            all.add(question.kind, question.answers, question.right, {0, 0});
        }
    }
    EXPECT_NEAR(all.longer().accuracy(), 0.5, 0.02);
    EXPECT_NEAR(all.first().accuracy(), 0.5, 0.02);
}

TEST(DemoExamples, WithoutTheMediaEveryClaimIsATossUp) {
    std::map<std::string, std::pair<int, int>> leads; // key: lead of the first value, number
    const auto count = [&](const std::string& where, const Question& question) {
        const Claim& claim = *question.claim;
        const int sign = question.trueValue == 0 ? 1 : -1;
        const std::string asked = std::to_string(static_cast<int>(claim.asked));
        const std::string values = "=" + std::to_string(claim.values[0]) + "," + std::to_string(claim.values[1]);
        for (const std::string& key : {claimKey(question), asked, asked + values, asked + claim.subject.noun()}) {
            auto& [lead, number] = leads[where + key];
            lead += sign;
            ++number;
        }
    };
    for (const HeldOutExample& example : heldOut()) {
        if (example.question.claim) {
            count("held-out ", example.question);
        }
    }
    for (const QuestionGroup& group : training(4000)) {
        for (const Question& question : group.questions) {
            if (question.claim) {
                count("training ", question);
            }
        }
    }
    EXPECT_GT(leads.size(), 1000U);
    for (const auto& [key, lead] : leads) {
        EXPECT_FALSE(leans(lead.first, lead.second)) << key << ": " << lead.first << " of " << lead.second;
    }
}

TEST(DemoExamples, TrainingShowsNoHeldOutCombinationAndHeldOutExamplesDo) {
    for (const QuestionGroup& group : training(3000)) {
        ASSERT_FALSE(showsHeldOut(group.media));
    }
    for (const HeldOutExample& example : heldOut()) {
        if (infoOf(example.question.kind).media != MediaKind::None) {
            ASSERT_TRUE(showsHeldOut(example.media)) << example.question.prompt;
        }
    }
}

TEST(DemoExamples, ATextQuestionIsEitherInTrainingOrHeldOut) {
    for (const Kind kind : {Kind::Nonsense, Kind::Sum}) {
        std::set<std::string> trained;
        std::set<std::string> held;
        Random random(kSeed);
        for (int i = 0; i < 4000; ++i) {
            trained.insert(drawTextQuestion(random, kind, Split::Training).prompt);
            held.insert(drawTextQuestion(random, kind, Split::HeldOut).prompt);
        }
        EXPECT_GT(held.size(), 10U);
        EXPECT_GT(trained.size(), 4 * held.size());
        for (const std::string& prompt : held) {
            EXPECT_FALSE(trained.contains(prompt)) << prompt;
        }
    }
}

TEST(DemoExamples, WhatAHeldOutNonsenseQuestionIsAboutIsTrainedInOthers) {
    std::map<std::string, std::set<bool>> trained; // about what: whether an answer was there
    for (const PropertyQuestion& asked : propertyQuestions()) {
        if (!isHeldOutText(asked.question)) {
            trained[asked.about].insert(!asked.answer.empty());
        }
    }
    for (const PropertyQuestion& asked : propertyQuestions()) {
        EXPECT_EQ(trained[asked.about], std::set<bool>{!asked.answer.empty()}) << asked.question;
    }
}

TEST(DemoExamples, NoPropertyTellsWhetherAQuestionHasAnAnswer) {
    std::map<std::string, PropertyQuestion> asked;
    for (const PropertyQuestion& one : propertyQuestions()) {
        asked[one.question] = one;
    }
    for (const Split split : {Split::Training, Split::HeldOut}) {
        std::map<std::string, std::pair<int, int>> leads; // by the question without what it is about
        Random random(kSeed);
        for (int i = 0; i < 4000; ++i) {
            const Question question = drawTextQuestion(random, Kind::Nonsense, split);
            ASSERT_TRUE(asked.contains(question.prompt)) << question.prompt;
            const auto& [whole, about, answer] = asked[question.prompt];
            const std::string& right = question.answers[static_cast<std::size_t>(question.right)];
            ASSERT_EQ(!answer.empty(), lower(right).find(answer.empty() ? "?" : answer) != std::string::npos)
                << question.prompt << " " << right;
            std::string property = whole;
            property.erase(property.find(about), about.size());
            auto& [lead, all] = leads[property];
            lead += answer.empty() ? -1 : 1;
            ++all;
        }
        EXPECT_GE(leads.size(), 4U);
        for (const auto& [property, lead] : leads) {
            EXPECT_FALSE(leans(lead.first, lead.second)) << property << ": " << lead.first << " of " << lead.second;
        }
    }
}

TEST(DemoExamples, OfAHeldOutSumTheOtherOrderIsTrained) {
    int held = 0;
    for (int a = 0; a < 10; ++a) {
        for (int b = 0; b < 10; ++b) {
            if (isHeldOutSum(a, b)) {
                ++held;
                EXPECT_FALSE(isHeldOutSum(b, a));
            }
        }
    }
    EXPECT_GE(held, 9);
    EXPECT_LE(held, 17);
}

TEST(DemoExamples, OneCombinationInEightIsHeldOut) {
    for (const Form form : {Form::Square, Form::Landscape, Form::Portrait, Form::Wide, Form::Tall}) {
        int held = 0;
        int all = 0;
        for (const Shape shape : kShapes) {
            for (const Colour colour : kColours) {
                for (int cell = 0; cell < gridOf(form).cells(); ++cell, ++all) {
                    held += isHeldOut(shape, colour, form, cell) ? 1 : 0;
                }
            }
        }
        EXPECT_NEAR(static_cast<double>(held) / all, 0.125, 0.045);
    }
}

TEST(DemoExamples, TerseAnswersAreTheShortestAndManyQuestionsShareAMedium) {
    TrainingStream stream(kSeed, {.questionsPerMedium = 6, .isTerse = true});
    std::size_t largest = 0;
    for (int i = 0; i < 600; ++i) {
        const QuestionGroup group = stream.next();
        largest = std::max(largest, group.questions.size());
        for (const Question& question : group.questions) {
            EXPECT_EQ(question.answers[static_cast<std::size_t>(question.right)], question.wordings[0].front());
            EXPECT_EQ(question.answers[static_cast<std::size_t>(1 - question.right)], question.wordings[1].front());
            if (question.claim) {
                expectTrue(question, group.media);
            }
        }
    }
    EXPECT_EQ(largest, 6U);
}

TEST(DemoExamples, OnlyTheWantedKindsAreGiven) {
    TrainingStream stream(kSeed, {.kinds = {Kind::Sum, Kind::Direction}});
    std::map<Kind, int> given;
    for (int i = 0; i < 60; ++i) {
        for (const Question& question : stream.next().questions) {
            ++given[question.kind];
        }
    }
    EXPECT_EQ(given.size(), 2U);
    EXPECT_GT(given[Kind::Sum], 40);
    EXPECT_GT(given[Kind::Direction], 40);
}
