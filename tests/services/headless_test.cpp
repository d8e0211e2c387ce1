// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/headless.h"
#include "storage/records/error.h"
#include "tests/support/fake_engine.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <variant>
#include <vector>

using namespace trutina;
namespace fakes = trutina::testing;

namespace {

services::Headless headlessWith(const std::shared_ptr<fakes::FakeControl>& control) {
    return services::Headless([control] { return std::make_shared<fakes::FakeEngine>(control); });
}

engine::LoadOptions folder(const char* name) {
    engine::LoadOptions options;
    options.directory = name;
    return options;
}

} // namespace

TEST(HeadlessTest, LoadsAndScoresOnTheCallersThread) {
    const auto control = std::make_shared<fakes::FakeControl>();
    auto headless = headlessWith(control);
    EXPECT_EQ(control->opened, 0) << "nothing is opened before it is needed";
    ASSERT_TRUE(headless.loadModel(folder("cat"), {}).isValue());
    engine::ScoreRequest request;
    request.conversation.messages = {{"user", "Which?"}};
    request.conversation.candidates = {{{{"assistant", "1234"}}, {}}, {{{"assistant", "12345678"}}, {}}};
    const auto result = headless.score(request, {});
    ASSERT_TRUE(result.isValue());
    EXPECT_EQ(result.value().scores, (std::vector<float>{1, 2}));
    EXPECT_EQ(result.value().order, (std::vector<int>{1, 0}));
}

TEST(HeadlessTest, ScoresARowAndThrowsAgainWhatSourceAndSinkThrow) {
    auto headless = headlessWith(std::make_shared<fakes::FakeControl>());
    ASSERT_TRUE(headless.loadModel(folder("cat"), {}).isValue());
    int given = 0;
    const auto source = [&]() -> std::optional<engine::ScoreRequest> {
        if (++given == 2) {
            throw engine::Failure("row.not_json", "This is no record.");
        }
        return given <= 3 ? std::optional(engine::ScoreRequest{}) : std::nullopt;
    };
    std::vector<bool> failed;
    const auto keep = [&](const engine::RequestOutcome& outcome) {
        failed.push_back(std::holds_alternative<engine::Error>(outcome));
    };
    EXPECT_TRUE(headless.scoreAll(source, keep, {}, {}).isValue());
    EXPECT_EQ(failed, (std::vector<bool>{false, true, false}));

    given = 0;
    const auto full = [](const engine::RequestOutcome&) { throw std::runtime_error("the disk is full"); };
    EXPECT_THROW((void)headless.scoreAll(source, full, {}, {}), std::runtime_error);
    const auto broken = []() -> std::optional<engine::ScoreRequest> { throw std::runtime_error("the disk is gone"); };
    EXPECT_THROW((void)headless.scoreAll(broken, keep, {}, {}), std::runtime_error);

    std::stop_source stop;
    stop.request_stop();
    given = 2;
    EXPECT_TRUE(headless.scoreAll(source, keep, {}, stop.get_token()).isCancelled());
}

TEST(HeadlessTest, TranslatesErrorsOnce) {
    auto headless = headlessWith(std::make_shared<fakes::FakeControl>());
    const auto loaded = headless.loadModel(folder("broken"), {});
    ASSERT_TRUE(loaded.isProblem());
    EXPECT_EQ(loaded.problem().code.toStdString(), "checkpoint.tensor_missing");
    const auto scored = headless.score({}, {});
    ASSERT_TRUE(scored.isProblem());
    EXPECT_EQ(scored.problem().code.toStdString(), "model.none");
}

TEST(HeadlessTest, CancelledIsAnOutcome) {
    auto headless = headlessWith(std::make_shared<fakes::FakeControl>());
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(headless.loadModel(folder("cat"), stop.get_token()).isCancelled());
}

TEST(HeadlessTest, ARecordWhoseMediaAreMissingIsRefused) {
    storage::ConversationRecord record;
    record.messages = {{"user", "Which?"}};
    record.media = {{"/nowhere/a.png", storage::MediaReading::Automatic}};
    EXPECT_THROW((void)services::conversationOf(record), storage::Failure);
}
