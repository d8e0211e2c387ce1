// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/runtime/batch_scheduler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace trutina::engine;
using ::testing::ElementsAre;

namespace {

/// A request whose text says how many rows it has: "12", and what goes wrong with it: "12 unreadable", "12 too much", "12 NaN".
ScoreRequest request(const std::string& text, bool hasMedia = false) {
    ScoreRequest made;
    made.conversation.messages = {{"user", text}};
    if (hasMedia) {
        made.conversation.media = {{"picture.png", MediaReading::Image}};
    }
    return made;
}

bool says(const std::string& text, const char* word) {
    return text.find(word) != std::string::npos;
}

/// Scores a request by its rows and notes which packs there were. Preparation takes different times, so that threads overtake
/// each other.
class FakeWorker : public BatchWorker {
  public:
    class Prepared : public PreparedRequest {
      public:
        Prepared(FakeWorker& owner, std::string content, bool hasMedia)
            : text(std::move(content)), m_owner(owner), m_hasMedia(hasMedia) {
            const int held = m_owner.held += m_hasMedia ? 1 : 0;
            int most = m_owner.mostHeld;
            while (held > most && !m_owner.mostHeld.compare_exchange_weak(most, held)) {
            }
        }
        ~Prepared() override { m_owner.held -= m_hasMedia ? 1 : 0; }
        [[nodiscard]] std::int64_t rows() const override { return std::stoll(text); }
        [[nodiscard]] std::int64_t bytes() const override { return m_hasMedia ? 100 : 0; }
        const std::string text;

      private:
        FakeWorker& m_owner;
        bool m_hasMedia;
    };

    [[nodiscard]] std::unique_ptr<PreparedRequest> prepare(const ScoreRequest& request, std::stop_token stop) override {
        const std::string& text = request.conversation.messages.front().content;
        const auto turns = std::hash<std::string>()(text + std::to_string(++prepared)) % 50;
        for (std::size_t i = 0; i < turns || says(text, "forever"); ++i) {
            if (stop.stop_requested()) {
                throw Cancelled();
            }
            std::this_thread::yield();
        }
        if (says(text, "unreadable")) {
            throw Failure("media.not_found", "There is no such picture.");
        }
        return std::make_unique<Prepared>(*this, text, !request.conversation.media.empty());
    }

    [[nodiscard]] std::vector<RequestOutcome> score(std::span<PreparedRequest* const> pack, std::stop_token stop,
                                                    const ProgressSink& progress) override {
        std::vector<std::string> texts;
        for (const PreparedRequest* one : pack) {
            texts.push_back(static_cast<const Prepared*>(one)->text);
        }
        packs.push_back(texts);
        if (onPack) {
            onPack();
        }
        if (stop.stop_requested()) {
            throw Cancelled();
        }
        if (progress) {
            progress({Stage::ScoringCandidates, 0.5, {}});
        }
        std::vector<RequestOutcome> outcomes;
        for (const std::string& text : texts) {
            if (says(text, "too much")) {
                throw Failure("memory.exhausted", "Too much.");
            }
            if (says(text, "NaN")) {
                outcomes.emplace_back(Error{"model.not_finite", "No number.", {}, {}});
            } else {
                ScoreResult result;
                result.scores = {std::stof(text)};
                outcomes.emplace_back(result);
            }
        }
        return outcomes;
    }

    std::vector<std::vector<std::string>> packs;
    std::function<void()> onPack;
    std::atomic<int> prepared = 0;
    std::atomic<int> held = 0;
    std::atomic<int> mostHeld = 0;
};

std::string wordOf(const RequestOutcome& outcome) {
    if (const auto* error = std::get_if<Error>(&outcome)) {
        return error->code;
    }
    return std::to_string(static_cast<int>(std::get<ScoreResult>(outcome).scores.front()));
}

class BatchSchedulerTest : public ::testing::Test {
  protected:
    /// Gives `texts` one after another; "throws" stands for a request that cannot be made.
    RequestSource sourceOf(std::vector<std::string> texts, bool haveMedia = false) {
        return [this, texts = std::move(texts), haveMedia]() -> std::optional<ScoreRequest> {
            if (pulled >= texts.size()) {
                return std::nullopt;
            }
            const std::string& text = texts[pulled++];
            if (text == "throws") {
                throw Failure("row.not_json", "This is no record.");
            }
            return request(text, haveMedia);
        };
    }
    OutcomeSink keep() {
        return [this](const RequestOutcome& outcome) { outcomes.push_back(wordOf(outcome)); };
    }
    void run(const RequestSource& source, int helpers = 3) {
        BatchScheduler(worker, options, helpers).run(source, keep(), stop.get_token(), {});
    }

    FakeWorker worker;
    BatchOptions options;
    std::stop_source stop;
    std::size_t pulled = 0;
    std::vector<std::string> outcomes;
};

std::vector<std::string> numbers(int count, int most = 700) {
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i) {
        texts.push_back(std::to_string(1 + i * 7919 % most));
    }
    return texts;
}

TEST_F(BatchSchedulerTest, DeliversInTheOrderOfTheRequests) {
    const auto texts = numbers(500);
    run(sourceOf(texts));
    EXPECT_EQ(outcomes, texts);
}

TEST_F(BatchSchedulerTest, AnEmptySourceDeliversNothing) {
    run(sourceOf({}));
    EXPECT_TRUE(outcomes.empty());
    EXPECT_TRUE(worker.packs.empty());
}

TEST_F(BatchSchedulerTest, PacksAreTheSameForAnyNumberOfThreads) {
    run(sourceOf(numbers(300)), 1);
    const auto once = std::exchange(worker.packs, {});
    for (const int helpers : {2, 5, 9}) {
        pulled = 0;
        run(sourceOf(numbers(300)), helpers);
        EXPECT_EQ(std::exchange(worker.packs, {}), once) << helpers;
    }
    EXPECT_TRUE(std::any_of(once.begin(), once.end(), [](const auto& pack) { return pack.size() > 1; }));
}

TEST_F(BatchSchedulerTest, AFailureKeepsItsPlaceAndSpoilsNoPackMate) {
    run(sourceOf({"1", "throws", "2", "3 unreadable", "4 NaN", "5"}));
    EXPECT_THAT(outcomes, ElementsAre("1", "row.not_json", "2", "media.not_found", "model.not_finite", "5"));
    EXPECT_THAT(worker.packs, ElementsAre(ElementsAre("1", "2", "4 NaN", "5")));
}

TEST_F(BatchSchedulerTest, APackThatFailsIsTriedOneByOne) {
    run(sourceOf({"1", "2 too much", "3"}));
    EXPECT_THAT(outcomes, ElementsAre("1", "memory.exhausted", "3"));
    EXPECT_THAT(worker.packs,
                ElementsAre(ElementsAre("1", "2 too much", "3"), ElementsAre("1"), ElementsAre("2 too much"), ElementsAre("3")));
}

TEST_F(BatchSchedulerTest, FailuresAloneNeedNoModel) {
    run(sourceOf({"throws", "1 unreadable"}));
    EXPECT_THAT(outcomes, ElementsAre("row.not_json", "media.not_found"));
    EXPECT_TRUE(worker.packs.empty());
}

TEST_F(BatchSchedulerTest, APartThatBeginsAtABlockGivesThePacksOfTheWhole) {
    const auto texts = numbers(200, 300);
    run(sourceOf(texts));
    const auto whole = std::exchange(worker.packs, {});
    pulled = 128;
    options.firstRequest = 128;
    run(sourceOf(texts));
    ASSERT_LT(worker.packs.size(), whole.size());
    EXPECT_TRUE(std::equal(worker.packs.rbegin(), worker.packs.rend(), whole.rbegin()));
}

TEST_F(BatchSchedulerTest, GoesOnInTheMiddleOfABlockWithTheSamePacks) {
    const auto texts = numbers(150, 900);
    run(sourceOf(texts));
    const auto whole = std::exchange(worker.packs, {});
    for (const std::int64_t done : {65, 70, 100, 127}) {
        outcomes.clear();
        worker.packs.clear();
        pulled = 64;
        options.firstRequest = 64;
        options.deliverFrom = done;
        run(sourceOf(texts));
        EXPECT_EQ(outcomes, std::vector<std::string>(texts.begin() + done, texts.end())) << done;
        EXPECT_TRUE(std::equal(worker.packs.rbegin(), worker.packs.rend(), whole.rbegin()));
        const auto computed = std::accumulate(worker.packs.begin(), worker.packs.end(), std::size_t{0},
                                              [](std::size_t sum, const auto& pack) { return sum + pack.size(); });
        EXPECT_LT(computed, static_cast<std::size_t>(150 - done) + worker.packs.front().size())
            << "packs that were delivered are not computed again";
    }
}

TEST_F(BatchSchedulerTest, ScoresWhatItHasBeforeASourceMakesItWait) {
    std::vector<std::string> seen;
    options.isReady = [&] { return pulled != 2 && pulled != 3; };
    const auto source = sourceOf({"1", "2", "3", "4", "5"});
    run([&] {
        if (pulled == 2 || pulled == 3) {
            seen.push_back(std::to_string(outcomes.size())); // what the user has when the source begins to wait
        }
        return source();
    });
    EXPECT_THAT(seen, ElementsAre("2", "3"));
    EXPECT_THAT(worker.packs, ElementsAre(ElementsAre("1", "2"), ElementsAre("3"), ElementsAre("4", "5")));
}

TEST_F(BatchSchedulerTest, HoldsABoundedNumberOfRequestsAndPixels) {
    options.readAhead = 4;
    options.tokenBudget = 10;
    std::size_t mostWaiting = 0;
    worker.onPack = [&] { mostWaiting = std::max(mostWaiting, pulled - outcomes.size()); };
    run(sourceOf(std::vector<std::string>(600, "3"), true), 3);
    EXPECT_EQ(outcomes.size(), 600U);
    // The line, the pack that is computed (three fit into the budget) and the request that closed it.
    EXPECT_LE(mostWaiting, static_cast<std::size_t>(options.blockSize + options.readAhead + 3 + 1));
    EXPECT_LE(worker.mostHeld, options.readAhead + 1 + 3 + 1) << "the foremost may be decoded beyond the limit";
    EXPECT_EQ(worker.held, 0);
}

TEST_F(BatchSchedulerTest, DecodesNoFurtherAheadThanTheBytesAllow) {
    options.readAheadBytes = 1; // reached by the first picture
    options.tokenBudget = 1;
    run(sourceOf(std::vector<std::string>(100, "1"), true), 4);
    EXPECT_EQ(outcomes.size(), 100U);
    // One that is computed, one that closed its pack, and as many as helpers may have begun before the first was ready.
    EXPECT_LE(worker.mostHeld, 2 + 4);
}

TEST_F(BatchSchedulerTest, AStopRequestEndsTheRowAndKeepsWhatWasDelivered) {
    worker.onPack = [&] {
        if (worker.packs.size() == 3) {
            stop.request_stop();
        }
    };
    options.tokenBudget = 1;
    EXPECT_THROW(run(sourceOf(numbers(100))), Cancelled);
    EXPECT_EQ(outcomes.size(), 2U);
}

TEST_F(BatchSchedulerTest, AStopRequestEndsTheWaitForARequestThatIsBeingPrepared) {
    std::jthread impatient([&] {
        while (worker.prepared == 0) {
            std::this_thread::yield();
        }
        stop.request_stop();
    });
    EXPECT_THROW(run(sourceOf({"1 forever"}), 1), Cancelled);
}

TEST_F(BatchSchedulerTest, WhatSourceOrSinkThrowsEndsTheRow) {
    EXPECT_THROW(run([]() -> std::optional<ScoreRequest> { throw std::runtime_error("no more input"); }), std::runtime_error);
    const auto full = [](const RequestOutcome&) { throw std::runtime_error("the disk is full"); };
    EXPECT_THROW(BatchScheduler(worker, options, 2).run(sourceOf(numbers(100)), full, {}, {}), std::runtime_error);
}

TEST_F(BatchSchedulerTest, ProgressRunsOverTheWholeRowWhereItsLengthIsKnown) {
    options.tokenBudget = 1;
    options.expectedRequests = 4;
    std::vector<double> fractions;
    BatchScheduler(worker, options, 2).run(sourceOf(numbers(4)), keep(), {}, [&](const Progress& progress) {
        fractions.push_back(progress.fraction);
    });
    EXPECT_THAT(fractions, ElementsAre(0.125, 0.375, 0.625, 0.875));
}

} // namespace
