// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/batch_scheduler.h"

#include "engine/api/error.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

namespace trutina::engine {

struct BatchScheduler::Row {
    Row(BatchWorker& batchWorker, const BatchOptions& batchOptions, int helpers, const RequestSource& from, const OutcomeSink& to,
        std::stop_token stopToken, const ProgressSink& progressSink)
        : worker(batchWorker),
          options(batchOptions),
          source(from),
          sink(to),
          stop(stopToken),
          progress(progressSink),
          packer(batchOptions.tokenBudget, batchOptions.blockSize),
          line(batchWorker, {helpers, batchOptions.readAhead, batchOptions.readAheadBytes}, stopToken),
          place(batchOptions.firstRequest) {}

    void work();
    void readAhead();
    void takeOne();
    void finishPack();
    [[nodiscard]] std::vector<RequestOutcome> scored();
    [[nodiscard]] std::vector<RequestOutcome> scoredOneByOne(const std::vector<PreparedRequest*>& requests);
    [[nodiscard]] ProgressSink progressOfPack() const;
    [[nodiscard]] bool isDelivered(std::size_t inPack) const {
        return packPlace + static_cast<std::int64_t>(inPack) >= options.deliverFrom;
    }
    void checkpoint() const {
        if (stop.stop_requested()) {
            throw Cancelled();
        }
    }

    BatchWorker& worker;
    const BatchOptions& options;
    const RequestSource& source;
    const OutcomeSink& sink;
    std::stop_token stop;
    const ProgressSink& progress;

    BatchPacker packer;
    PreparationLine line;
    std::vector<PreparationLine::Ready> pack;
    std::int64_t packPlace = 0; ///< of its first request
    std::int64_t place;         ///< of the request that leaves the line next
    bool hasEnded = false;      ///< the source
    bool isPausing = false;     ///< the source would make wait: finish what was read first
};

void BatchScheduler::Row::work() {
    packPlace = place;
    while (true) {
        checkpoint();
        readAhead();
        if (line.size() > 0) {
            takeOne();
            continue;
        }
        finishPack();
        packer.close();
        isPausing = false;
        if (hasEnded) {
            return;
        }
    }
}

/// Pulls what the line has room for. With nothing at hand the source may make wait.
void BatchScheduler::Row::readAhead() {
    const auto room = static_cast<std::size_t>(std::max(1, options.blockSize + options.readAhead));
    while (!hasEnded && !isPausing && line.size() < room) {
        const bool hasWork = line.size() > 0 || !pack.empty();
        if (hasWork && options.isReady && !options.isReady()) {
            isPausing = true;
            return;
        }
        checkpoint();
        try {
            auto request = source();
            if (!request) {
                hasEnded = true;
                return;
            }
            line.add(*std::move(request));
        } catch (const Failure& failure) {
            line.add(failure.error());
        }
    }
}

void BatchScheduler::Row::takeOne() {
    auto ready = line.take();
    const auto* request = std::get_if<std::unique_ptr<PreparedRequest>>(&ready);
    if (packer.begins(place, request != nullptr ? (*request)->rows() : 0)) {
        finishPack();
        packPlace = place;
    }
    pack.push_back(std::move(ready));
    ++place;
}

void BatchScheduler::Row::finishPack() {
    if (pack.empty()) {
        return;
    }
    if (isDelivered(pack.size() - 1)) {
        auto outcomes = scored();
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (isDelivered(i)) {
                sink(std::move(outcomes[i]));
            }
        }
    }
    pack.clear();
}

std::vector<RequestOutcome> BatchScheduler::Row::scored() {
    std::vector<PreparedRequest*> requests;
    for (const auto& ready : pack) {
        if (const auto* request = std::get_if<std::unique_ptr<PreparedRequest>>(&ready)) {
            requests.push_back(request->get());
        }
    }
    std::vector<RequestOutcome> scores;
    if (!requests.empty()) {
        try {
            scores = worker.score(requests, stop, progressOfPack());
        } catch (const Failure& failure) {
            if (requests.size() == 1) {
                scores.emplace_back(failure.error());
            } else {
                scores = scoredOneByOne(requests);
            }
        }
    }
    std::vector<RequestOutcome> outcomes;
    auto next = std::make_move_iterator(scores.begin());
    for (auto& ready : pack) {
        if (auto* error = std::get_if<Error>(&ready)) {
            outcomes.emplace_back(std::move(*error));
        } else {
            outcomes.push_back(*next++);
        }
    }
    return outcomes;
}

/// What fails a whole pack, such as its need of memory, need not fail each of its requests.
std::vector<RequestOutcome> BatchScheduler::Row::scoredOneByOne(const std::vector<PreparedRequest*>& requests) {
    std::vector<RequestOutcome> outcomes;
    for (PreparedRequest* request : requests) {
        try {
            outcomes.push_back(worker.score({&request, 1}, stop, {}).front());
        } catch (const Failure& failure) {
            outcomes.emplace_back(failure.error());
        }
    }
    return outcomes;
}

ProgressSink BatchScheduler::Row::progressOfPack() const {
    if (!progress) {
        return {};
    }
    return [this](const Progress& ofPack) {
        Progress ofRow = ofPack;
        const double done =
            static_cast<double>(packPlace - options.firstRequest) + ofPack.fraction * static_cast<double>(pack.size());
        ofRow.fraction = options.expectedRequests > 0 ? std::min(1.0, done / static_cast<double>(options.expectedRequests)) : 0.0;
        progress(ofRow);
    };
}

BatchScheduler::BatchScheduler(BatchWorker& worker, const BatchOptions& options, int helpers)
    : m_worker(worker), m_options(options), m_helpers(helpers) {
    m_options.blockSize = std::max(1, m_options.blockSize);
}

void BatchScheduler::run(const RequestSource& source, const OutcomeSink& sink, const std::stop_token& stop,
                         const ProgressSink& progress) {
    Row(m_worker, m_options, m_helpers, source, sink, stop, progress).work();
}

} // namespace trutina::engine
