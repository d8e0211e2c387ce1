// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/reply_queue.h"
#include "ui/contracts/training_desk.h"

#include <optional>
#include <utility>
#include <vector>

namespace trutina::testing {

/// A run that takes its steps when the test says so.
class FakeTrainingDesk : public contracts::TrainingDesk {
  public:
    using TrainingDesk::TrainingDesk;

    ReplyQueue replies;
    contracts::TrainingDataFacts facts{.pairs = 27, .heldOutPairs = 3, .longestCharacters = 400, .notes = {}};
    contracts::TrainingMemory memory{.weights = 40'000'000,
                                     .gradients = 8'000'000,
                                     .moments = 16'000'000,
                                     .activations = 30'000'000,
                                     .freeBytes = 4'000'000'000};
    QStringList unfinished;                        ///< folders
    std::vector<contracts::TrainingChoice> looked; ///< every lookAtData()
    std::vector<contracts::TrainingChoice> started;
    std::optional<engine::LoadOptions> resultToLoad; ///< of a finished run
    int resumed = 0;

    [[nodiscard]] contracts::TrainingState state() const override { return m_state; }
    [[nodiscard]] const contracts::TrainingRun& run() const override { return m_run; }
    void lookAtData(const contracts::TrainingChoice& choice, QObject* guard,
                    contracts::Reply<contracts::TrainingDataFacts> reply) override {
        looked.push_back(choice);
        replies.post(guard, [this, reply = std::move(reply)] { reply(facts); });
    }
    void estimateMemory(const contracts::TrainingChoice& /*choice*/, const contracts::TrainingDataFacts& /*data*/, QObject* guard,
                        contracts::Reply<contracts::TrainingMemory> reply) override {
        replies.post(guard, [this, reply = std::move(reply)] { reply(memory); });
    }
    void start(const contracts::TrainingChoice& choice) override {
        started.push_back(choice);
        m_run = {};
        m_run.choice = choice;
        m_run.dataName = QStringLiteral("Kitchen pilot");
        m_run.data = facts;
        setState(contracts::TrainingState::Reading);
    }
    void pause() override { setState(contracts::TrainingState::Pausing); } ///< until held()
    void stop() override {
        setState(m_state == contracts::TrainingState::Paused ? contracts::TrainingState::Stopped
                                                             : contracts::TrainingState::Stopping);
    }
    void resume() override {
        ++resumed;
        setState(contracts::TrainingState::Reading);
    }
    void openRun(const QString& folder, QObject* guard, contracts::Reply<contracts::Nothing> reply) override {
        replies.post(guard, [this, folder, reply = std::move(reply)] {
            m_run = {};
            m_run.choice.job.output = folder.toStdString();
            m_run.canGoOn = true;
            setState(contracts::TrainingState::Paused);
            reply(contracts::Nothing{});
        });
    }
    [[nodiscard]] bool isUnfinishedRun(const QString& folder) const override { return unfinished.contains(folder); }
    [[nodiscard]] std::optional<engine::LoadOptions> resultOptions(const engine::LoadOptions& /*like*/) const override {
        return m_state == contracts::TrainingState::Finished ? resultToLoad : std::nullopt;
    }
    void cancel(contracts::JobId /*job*/) override { pause(); }

    /// One step more, with a loss that falls and an accuracy that rises; every fifth judges the held-out pairs.
    void takeStep() {
        engine::TrainingReport report;
        report.steps = m_run.choice.job.steps;
        report.step.step = m_run.reports.empty() ? 0 : m_run.reports.back().step.step + 1;
        const double done = static_cast<double>(report.step.step) / static_cast<double>(report.steps);
        report.step.loss = 0.7 - 0.5 * done + static_cast<double>(report.step.step % 3) * 0.04;
        report.step.accuracy = done > 0.5 || report.step.step % 2 == 0 ? 1 : 0.5;
        report.step.learningRate = 1e-3 * (1 - done);
        report.step.gradientNorm = 4 - 3 * done;
        report.tokensPerSecond = 312;
        report.secondsLeft = static_cast<double>(report.steps - report.step.step) * 1.5;
        constexpr int kJudgeEvery = 5;
        if (report.step.step % kJudgeEvery == 0) {
            report.heldOut = engine::HeldOutResult{report.step.step, 0.7 - 0.4 * done, 0.5 + 0.4 * done, facts.heldOutPairs, {}};
        }
        if (report.step.step == 0) {
            m_run.before = report.heldOut;
        }
        m_run.reports.push_back(report);
        m_run.step = report.step.step;
        setState(contracts::TrainingState::Running);
        Q_EMIT advanced();
    }
    void held() {
        m_run.canGoOn = true;
        setState(m_state == contracts::TrainingState::Stopping ? contracts::TrainingState::Stopped
                                                               : contracts::TrainingState::Paused);
    }
    void finish(const QString& result) {
        m_run.result = result;
        m_run.after = engine::HeldOutResult{m_run.step, 0.3, 0.9, facts.heldOutPairs, {}};
        m_run.canGoOn = false;
        setState(contracts::TrainingState::Finished);
    }
    void fail(const contracts::Problem& problem) {
        m_run.problem = problem;
        setState(contracts::TrainingState::Failed);
    }

  private:
    void setState(contracts::TrainingState state) {
        if (m_state != state) {
            m_state = state;
            Q_EMIT stateChanged(state);
        }
    }

    contracts::TrainingState m_state = contracts::TrainingState::None;
    contracts::TrainingRun m_run;
};

} // namespace trutina::testing
