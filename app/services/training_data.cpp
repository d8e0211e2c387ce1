// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/training_data.h"

#include "app/services/scoring_request.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <algorithm>
#include <utility>

namespace trutina::services {

namespace {

/// Evenly spread over [0, 1).
double promptHash(const engine::PreferencePair& pair, const std::vector<std::string>& mediaNames) {
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
    for (const std::string& name : mediaNames) {
        add(name);
    }
    const QByteArray digest = hash.result();
    double value = 0;
    constexpr int kBytes = 6;
    for (int i = 0; i < kBytes; ++i) {
        value = (value + static_cast<unsigned char>(digest[kBytes - 1 - i])) / 256;
    }
    return value;
}

} // namespace

bool isHeldOut(const engine::PreferencePair& pair, const std::vector<std::string>& mediaNames, double heldOutShare) {
    return promptHash(pair, mediaNames) < heldOutShare;
}

engine::TrainingData trainingDataOf(std::vector<storage::IxcDataSet> sets, double heldOutShare) {
    engine::TrainingData data;
    for (storage::IxcDataSet& set : sets) {
        std::vector<engine::PreferencePair> pairs;
        for (const storage::IxcPair& pair : set.pairs) {
            engine::PreferencePair value{messagesOf(pair.chosen), messagesOf(pair.rejected), {}};
            std::vector<std::string> names;
            for (const auto& image : pair.images) {
                value.media.push_back({image, engine::MediaReading::Automatic});
                names.push_back(image.filename().string());
            }
            (isHeldOut(value, names, heldOutShare) ? data.heldOut : pairs).push_back(std::move(value));
        }
        if (!pairs.empty()) {
            data.sets.push_back(std::move(pairs));
        }
    }
    return data;
}

} // namespace trutina::services
