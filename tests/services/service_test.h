// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/services.h"
#include "tests/support/fake_engine.h"
#include "tests/support/temporary_directory.h"

#include <QCoreApplication>
#include <QTest>

#include <fstream>
#include <optional>

namespace trutina::testing {

/// Services over a fake engine and a real project in a temporary folder. Waits by running the event loop, as the window does.
class ServiceFixture {
  public:
    static constexpr int kPatience = 30'000; ///< milliseconds; only a failing test waits so long

    std::shared_ptr<FakeControl> control = std::make_shared<FakeControl>();
    TemporaryDirectory folder;
    std::optional<services::Services> services;
    QObject guard;

    ServiceFixture() {
        services.emplace([control = control] { return std::make_shared<FakeEngine>(control); });
    }

    [[nodiscard]] contracts::ProjectDesk& project() { return services->desks().project; }
    [[nodiscard]] contracts::ScoringDesk& scoring() { return services->desks().scoring; }
    [[nodiscard]] contracts::ModelDesk& model() { return services->desks().model; }
    [[nodiscard]] contracts::TransferDesk& transfer() { return services->desks().transfer; }

    [[nodiscard]] contracts::TrainingDesk& training() { return services->desks().training; }
    [[nodiscard]] contracts::CareDesk& care() { return services->desks().care; }
    [[nodiscard]] contracts::VideoDesk& video() { return services->desks().video; }

    [[nodiscard]] QString path(const char* name) const { return QString::fromStdString((folder.path() / name).string()); }

    /// Runs `ask(reply)` and waits for its outcome; none when it did not come.
    template <typename T, typename Ask>
    std::optional<contracts::Outcome<T>> ask(Ask&& ask) {
        auto outcome = std::make_shared<std::optional<contracts::Outcome<T>>>();
        ask(contracts::Reply<T>([outcome](const contracts::Outcome<T>& value) { outcome->emplace(value); }));
        (void)QTest::qWaitFor([&] { return outcome->has_value(); }, kPatience);
        return *outcome;
    }

    bool createProject(const char* name = "cups.trutina", storage::MediaPolicy policy = storage::MediaPolicy::Copy) {
        const auto outcome =
            ask<storage::ProjectInfo>([&](auto reply) { project().createProject(path(name), policy, &guard, std::move(reply)); });
        return outcome && outcome->isValue();
    }

    bool loadModel(const char* name = "cat") {
        engine::LoadOptions options;
        options.directory = name;
        const auto outcome = ask<engine::ModelInfo>([&](auto reply) { model().load(options, &guard, std::move(reply)); });
        return outcome && outcome->isValue();
    }

    static storage::NewItem item(const std::string& prompt, const std::vector<std::string>& answers = {"No.", "Yes, it is."}) {
        storage::NewItem item;
        item.prompt = {{"user", prompt}};
        for (const std::string& answer : answers) {
            storage::NewCandidate candidate;
            candidate.turns = {{"assistant", answer}};
            item.candidates.push_back(candidate);
        }
        return item;
    }

    std::vector<storage::ItemId> addItems(const std::vector<storage::NewItem>& items) {
        const auto outcome =
            ask<std::vector<storage::ItemId>>([&](auto reply) { project().addItems(items, &guard, std::move(reply)); });
        return outcome && outcome->isValue() ? outcome->value() : std::vector<storage::ItemId>();
    }
    std::vector<storage::ItemId> addItems(int count) {
        std::vector<storage::NewItem> items;
        for (int i = 1; i <= count; ++i) {
            items.push_back(item("prompt " + std::to_string(i)));
        }
        return addItems(items);
    }

    std::optional<contracts::ItemSheet> sheet(storage::ItemId id) {
        const auto outcome = ask<contracts::ItemSheet>([&](auto reply) { project().loadItem(id, &guard, std::move(reply)); });
        return outcome && outcome->isValue() ? std::optional(outcome->value()) : std::nullopt;
    }

    using Scores = std::vector<storage::MeasurementRecord>;
    std::optional<contracts::Outcome<Scores>> score(storage::ItemId id) {
        return ask<Scores>([&](auto reply) { scoring().scoreItem(id, &guard, std::move(reply)); });
    }
};

} // namespace trutina::testing
