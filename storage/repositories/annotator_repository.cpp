// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/annotator_repository.h"

namespace trutina::storage {

AnnotatorId AnnotatorRepository::find(const std::string& name) const {
    auto statement = m_connection.prepare("SELECT id FROM annotators WHERE name = ?1");
    return statement.bind(name).step() ? statement.id<AnnotatorId>(0) : AnnotatorId{};
}

AnnotatorId AnnotatorRepository::findOrAdd(const std::string& name, std::int64_t now) {
    if (const AnnotatorId known = find(name); known.isValid()) {
        return known;
    }
    m_connection.prepare("INSERT INTO annotators (name, created_at) VALUES (?1, ?2)").bind(name, now).run();
    return {m_connection.lastInsertId()};
}

std::vector<std::string> AnnotatorRepository::names() const {
    std::vector<std::string> names;
    auto statement = m_connection.prepare("SELECT name FROM annotators ORDER BY id");
    while (statement.step()) {
        names.push_back(statement.text(0));
    }
    return names;
}

CriterionId AnnotatorRepository::addCriterion(const std::string& name, std::int64_t now) {
    m_connection.prepare("INSERT INTO criteria (name, created_at) VALUES (?1, ?2)").bind(name, now).run();
    return {m_connection.lastInsertId()};
}

CriterionId AnnotatorRepository::findCriterion(const std::string& name) const {
    auto statement = m_connection.prepare("SELECT id FROM criteria WHERE name = ?1");
    return statement.bind(name).step() ? statement.id<CriterionId>(0) : CriterionId{};
}

CriterionId AnnotatorRepository::overallCriterion() const {
    return findCriterion(kOverallCriterion);
}

std::vector<CriterionRecord> AnnotatorRepository::criteria() const {
    std::vector<CriterionRecord> found;
    auto statement = m_connection.prepare("SELECT id, name FROM criteria ORDER BY id");
    while (statement.step()) {
        found.push_back({statement.id<CriterionId>(0), statement.text(1)});
    }
    return found;
}

bool AnnotatorRepository::hasCriterion(CriterionId criterion) const {
    return m_connection.prepare("SELECT 1 FROM criteria WHERE id = ?1").bind(criterion).step();
}

} // namespace trutina::storage
