// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/demo_evaluation.h"

#include "app/services/error_translation.h"
#include "demo/examples.h"
#include "demo/media_files.h"

#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <deque>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

namespace trutina::services {

namespace {

/// What a request was made of, until its scores come.
struct Underway {
    demo::Question question;
    bool isBlind = false;
};

class ExamRun {
  public:
    ExamRun(const DemoExam& exam, std::filesystem::path folder)
        : m_exam(exam), m_folder(std::move(folder)), m_kinds(demo::kindsOrAll(exam.kinds)) {}

    /// An example with its media, then the same without them, if it has some.
    std::optional<engine::ScoreRequest> next() {
        if (m_blind) {
            return requestOf(*std::exchange(m_blind, std::nullopt), {}, true);
        }
        if (m_number == m_exam.count) {
            return std::nullopt;
        }
        const demo::Kind kind = m_kinds[static_cast<std::size_t>(m_number) % m_kinds.size()];
        const auto example = demo::drawHeldOutExample(m_exam.seed, static_cast<std::uint64_t>(m_number), kind);
        std::vector<engine::MediaInput> media;
        for (const std::string& name : demo::writeMedia(example.media, m_folder, demo::paddedNumber(m_number))) {
            media.push_back({m_folder / name, engine::MediaReading::Automatic});
        }
        ++m_number;
        if (!media.empty()) {
            m_blind = example.question;
        }
        return requestOf(example.question, std::move(media), false);
    }

    void take(const engine::RequestOutcome& outcome) {
        const Underway example = std::move(m_underway.front());
        m_underway.pop_front();
        if (const auto* const error = std::get_if<engine::Error>(&outcome)) {
            throw engine::Failure(*error);
        }
        const auto& scores = std::get<engine::ScoreResult>(outcome).scores;
        const std::array<double, 2> both{scores.at(0), scores.at(1)};
        const demo::Question& question = example.question;
        if (example.isBlind) {
            m_tally.addBlind(question.kind, question.right, both);
        } else {
            m_tally.add(question.kind, question.answers, question.right, both);
        }
    }

    [[nodiscard]] const demo::Tally& tally() const { return m_tally; }
    [[nodiscard]] std::int64_t requests() const {
        std::int64_t all = 0;
        for (std::int64_t i = 0; i < m_exam.count; ++i) {
            const demo::Kind kind = m_kinds[static_cast<std::size_t>(i) % m_kinds.size()];
            all += demo::infoOf(kind).media == demo::MediaKind::None ? 1 : 2;
        }
        return all;
    }

  private:
    engine::ScoreRequest requestOf(const demo::Question& question, std::vector<engine::MediaInput> media, bool isBlind) {
        m_underway.push_back({question, isBlind});
        engine::ScoreRequest request;
        request.options = m_exam.scoring;
        request.conversation.messages = {{"user", question.prompt}};
        request.conversation.media = std::move(media);
        for (const std::string& answer : question.answers) {
            request.conversation.candidates.push_back({{{"assistant", answer}}, {}});
        }
        return request;
    }

    const DemoExam& m_exam;
    std::filesystem::path m_folder;
    std::vector<demo::Kind> m_kinds;
    std::int64_t m_number = 0;
    std::optional<demo::Question> m_blind;
    std::deque<Underway> m_underway;
    demo::Tally m_tally;
};

} // namespace

contracts::Outcome<demo::Tally> examineDemoModel(Headless& headless, const DemoExam& exam, const std::stop_token& stop,
                                                 const engine::ProgressSink& progress) {
    return outcomeOf<demo::Tally>([&] {
        const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/trutina");
        QDir().mkpath(cache);
        const QTemporaryDir folder(cache + QStringLiteral("/demo-worlds-XXXXXX"));
        if (!folder.isValid()) {
            throw engine::Failure("file.not_written", "No folder for pictures could be made in \"" + cache.toStdString() + "\".",
                                  "Check its permissions and the free space.");
        }
        ExamRun run(exam, std::filesystem::path(folder.path().toStdString()));
        engine::BatchOptions options;
        options.expectedRequests = run.requests();
        const auto outcome = headless.scoreAll(
            [&] { return run.next(); }, [&](const engine::RequestOutcome& one) { run.take(one); }, options, stop, progress);
        if (outcome.isCancelled()) {
            throw engine::Cancelled();
        }
        if (outcome.isProblem()) {
            const contracts::Problem& found = outcome.problem();
            throw engine::Failure(found.code.toStdString(), found.message.toStdString(), found.hint.toStdString(),
                                  found.detail.toStdString());
        }
        return run.tally();
    });
}

} // namespace trutina::services
