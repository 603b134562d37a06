"""Programs of whole numbers: what is possible is found."""

from math import inf

from kommunepolitik.disclosure.solver import Program, solve


def test_what_is_possible_is_not_called_impossible() -> None:
    """Of 20 people 9 are in group a, 7 are in job, each part of a has some; HiGHS's presolve finds that nothing fits.

    Found by an attack on withheld numbers. What is twice at least 1 would be a half, so that whole numbers are searched.
    """
    program = Program()

    def people(low: float = 0, high: float = 20) -> int:
        return program.add(low, high, whole=True)

    everybody, a, b, c = people(20), people(9, 9), people(), people()
    in_job, job_a, job_b, job_c = people(7, 7), people(), people(), people()
    job_a1, job_a2 = people(1), people(1)
    trained, trained_a, trained_b, trained_c = people(), people(), people(), people()
    days_b, once = program.add(), program.add(0, 9, cost=1, whole=True)
    for whole, *parts in (
        (everybody, a, b, c),
        (in_job, job_a, job_b, job_c),
        (job_a, job_a1, job_a2),
        (trained, trained_a, trained_b, trained_c),
    ):
        program.rows.append((0, 0, {whole: -1, **dict.fromkeys(parts, 1)}))
    for larger, smaller in ((b, job_b), (c, job_c), (job_c, trained_c)):
        program.rows.append((0, inf, {larger: 1, smaller: -1}))
    program.rows += [(0, inf, {days_b: 1, b: -3.5}), (0, inf, {days_b: -1, b: 4.5}), (1, inf, {once: 2})]
    (found,) = solve([program])
    assert found is not None
    assert (found.is_best, round(found.numbers[once])) == (True, 1)
    assert found.numbers[everybody] == sum(round(found.numbers[each]) for each in (a, b, c))
