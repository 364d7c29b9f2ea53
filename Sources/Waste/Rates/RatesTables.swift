import Atlas

/// The tables behind rates.
enum RatesTables {
    static let tables = [WasteDenominator.table, ContaminationAudit.table]
    static let migrations = [WasteDenominator.migration, ContaminationAudit.migration]
}
