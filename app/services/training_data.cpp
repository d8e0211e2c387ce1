// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/training_data.h"

#include "app/services/scoring_request.h"
#include "storage/formats/ixc_training_data.h"
#include "storage/formats/project_pairs.h"
#include "storage/formats/record_pairs.h"
#include "storage/formats/transfer_notes.h"
#include "storage/records/error.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <algorithm>
#include <iterator>
#include <utility>

namespace trutina::services {

namespace {

/// Evenly spread over [0, 1).
double promptHash(const storage::TrainingPair& pair) {
    // The prompt is what both conversations begin with: the answers, and what leads to them alone, do not count.
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto shared = std::min(pair.chosen.size(), pair.rejected.size()) - 1;
    const auto add = [&](const std::string& text) {
        hash.addData(QByteArray::number(static_cast<qulonglong>(text.size())));
        hash.addData(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())));
    };
    for (std::size_t i = 0; i < shared && pair.chosen[i] == pair.rejected[i]; ++i) {
        add(pair.chosen[i].content);
    }
    for (const storage::NewMedia& medium : pair.media) {
        add(medium.file.filename().string());
    }
    const QByteArray digest = hash.result();
    double value = 0;
    constexpr int kBytes = 6;
    for (int i = 0; i < kBytes; ++i) {
        value = (value + static_cast<unsigned char>(digest[kBytes - 1 - i])) / 256;
    }
    return value;
}

/// Takes sets one after another and sorts their pairs.
class Gathering {
  public:
    Gathering(double heldOutShare, const MediaProblem& problemOf, const std::stop_token& stop, TrainingInput& input)
        : m_heldOutShare(heldOutShare), m_problemOf(problemOf), m_stop(stop), m_input(input) {}

    void add(storage::TrainingPairSet set, const std::string& kind) {
        TrainingSourceReport report{set.source, kind, set.records, set.sampled, 0, 0, std::move(set.leftOut)};
        std::vector<engine::PreferencePair> pairs;
        std::vector<engine::PreferencePair> withMedia; // where both kinds stand side by side
        for (const storage::TrainingPair& pair : set.pairs) {
            if (m_stop.stop_requested()) {
                throw storage::Cancelled();
            }
            engine::PreferencePair value{messagesOf(pair.chosen), messagesOf(pair.rejected), mediaOf(pair.media)};
            if (const auto problem = problemWith(value.media)) {
                ++report.leftOut[problem->code];
                storage::addNote(m_input.notes, 0, problem->code, set.source.filename().string() + ": " + problem->message);
                continue;
            }
            if (promptHash(pair) < m_heldOutShare) {
                ++report.heldOut;
                m_input.data.heldOut.push_back(std::move(value));
                continue;
            }
            ++report.pairs;
            (set.isMixed && !value.media.empty() ? withMedia : pairs).push_back(std::move(value));
        }
        for (auto* some : {&pairs, &withMedia}) {
            if (!some->empty()) {
                m_input.data.sets.push_back(std::move(*some));
            }
        }
        m_input.sources.push_back(std::move(report));
    }

  private:
    [[nodiscard]] const engine::Error* problemWith(const std::vector<engine::MediaInput>& media) {
        for (const engine::MediaInput& medium : media) {
            const auto key = std::pair(medium.path, medium.as);
            auto known = m_problems.find(key);
            if (known == m_problems.end()) {
                known = m_problems.emplace(key, m_problemOf ? m_problemOf(medium) : std::nullopt).first;
            }
            if (known->second) {
                return &*known->second;
            }
        }
        return nullptr;
    }

    double m_heldOutShare;
    const MediaProblem& m_problemOf;
    const std::stop_token& m_stop;
    TrainingInput& m_input;
    std::map<std::pair<std::filesystem::path, engine::MediaReading>, std::optional<engine::Error>> m_problems;
};

} // namespace

std::size_t TrainingInput::pairs() const {
    std::size_t count = 0;
    for (const auto& set : data.sets) {
        count += set.size();
    }
    return count;
}

TrainingInput readTrainingData(const TrainingSources& sources, const MediaProblem& problemOf, const std::stop_token& stop) {
    TrainingInput input;
    Gathering gathering(sources.heldOutShare, problemOf, stop, input);
    for (const auto& file : sources.files) {
        const storage::IxcReading reading{sources.numbersAreThousands, sources.maxLengthRatio, sources.seed};
        for (auto& set : storage::readIxcTrainingData(file, reading, input.notes)) {
            gathering.add(std::move(set), "training data");
        }
    }
    const storage::PairReading reading{sources.ties, sources.maxLengthRatio};
    for (const auto& file : sources.projects) {
        storage::OpenProjectOptions opening;
        opening.readOnly = true; // works beside an open window
        const auto project = storage::Project::open(file, opening);
        gathering.add(storage::readProjectPairs(*project, file, reading, stop, input.notes), "project");
    }
    for (const auto& file : sources.records) {
        gathering.add(storage::readRecordPairs(file, reading, input.notes), "records");
    }
    return input;
}

} // namespace trutina::services
